import { expect, test } from '@jest/globals';
import { regionGrammar, regions } from '../../src/model/partitions.ts';

test('every known region, and a region that AWS may add, fits the grammar', () => {
  const possible = ['sa-north-2', 'eu-isoe-central-1', 'eusc-fr-west-1', 'us-isof-northeast-10'];
  expect([...regions, ...possible].filter((name) => !regionGrammar.test(name))).toEqual([]);
});

test.each(['us-wset-2', 'us-west', 'us-west-0', 'us-west-2a', 'usa-west-2', 'us--west-2', 'us-west-2-1'])(
  '%s does not',
  (name) => {
    expect(regionGrammar.test(name)).toBe(false);
  },
);
