import { expect, test } from '@jest/globals';
import type { AwsReader } from '../../../src/model/aws-reader.ts';
import { found } from '../../../src/model/evidence.ts';
import type { SimulationQuery } from '../../../src/model/permission-evidence.ts';
import { simulateTargets } from '../../../src/verify/permissions/simulate-targets.ts';
import type { PermissionTarget } from '../../../src/verify/permissions/targets.ts';

const arn = (id: string) => `arn:aws:kms:us-west-2:111122223333:key/${id}`;

function target(action: string, id: string): PermissionTarget {
  const context = { values: {} } as unknown as PermissionTarget['context'];
  return { action, kind: 'key', region: 'us-west-2', resource: arn(id), key: null, context };
}

test('a resource that an answer left out is asked about alone; the others are not asked twice', async () => {
  const queries: SimulationQuery[] = [];
  /** As ministack answers: for the first resource of a call. */
  const reader = {
    simulate: async (_: string, query: SimulationQuery) => {
      queries.push(query);
      return found(
        query.actions.map((action) => ({
          action,
          resource: query.resources[0] ?? '*',
          decision: 'allowed',
          allowed_by_organization: null,
          allowed_by_boundary: null,
          missing_context: [],
          matched: [],
        })),
      );
    },
  } as unknown as AwsReader;
  const targets = ['kms:DisableKey', 'kms:EnableKey'].flatMap((action) => [
    target(action, 'a'),
    target(action, 'b'),
  ]);
  const results = await simulateTargets('arn:aws:iam::111122223333:user/vault', targets, false, reader);
  expect(targets.map((one) => results.get(one)?.ok)).toEqual([true, true, true, true]);
  expect(queries.map(({ resources }) => resources)).toEqual([[arn('a'), arn('b')], [arn('b')]]);
});
