import { expect, test } from '@jest/globals';
import { found } from '../../src/model/evidence.ts';
import { analyzeOnce } from '../../src/verify/analyze-once.ts';
import { defaultPolicy } from './support/fixtures.ts';
import { fakeReader } from './support/reader.ts';

test('Access Analyzer is asked once for each policy of a region, and no policy gets the answer for another', async () => {
  const open = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*' }] };
  const { reader, calls } = fakeReader({
    publicAccess: (policy) =>
      found({ result: policy === open ? ('FAIL' as const) : ('PASS' as const), reasons: [] }),
  });
  const once = analyzeOnce(reader);
  const asked = [
    ['us-west-2', defaultPolicy],
    ['us-west-2', open],
    ['us-west-2', { ...defaultPolicy }],
    ['eu-west-1', open],
  ] as const;
  const answers = [];
  for (const [region, policy] of asked) answers.push(await once.publicAccess(region, policy));
  expect(answers).toMatchObject(
    ['PASS', 'FAIL', 'PASS', 'FAIL'].map((result) => ({ ok: true, value: { result } })),
  );
  expect(calls['publicAccess']).toBe(3);
});
