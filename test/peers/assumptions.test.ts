import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AssumptionId, assumptionIds, catalogue } from '../../assumptions/catalogue.ts';
import { inconclusive, refuted, runConformance } from '../conformance/run-conformance.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { peer } from './peer.ts';

const turned = assumptionIds.flatMap((id) =>
  Object.keys(catalogue[id].answers)
    .filter((answer) => answer !== catalogue[id].default)
    .map((answer): [AssumptionId, string] => [id, answer]),
);

describe('npm run conformance on the emulator', () => {
  test.each(turned)('refutes %s=%s, and nothing else', async (id, answer) => {
    const run = await runConformance(['--emulator', '--assume', `${id}=${answer}`]);
    expect([run.exitCode, refuted(run)]).toEqual([0, { [id]: answer }]);
    // A Vault that answers before AWS denies a call does not show the denial.
    const unseen = ['alias-order', 'partial-distribution', 'partial-failure-status', 'partial-removal'];
    expect(Object.keys(inconclusive(run)).sort()).toEqual(id === 'write-answer' ? unseen : []);
  });
});

const ministack = peer('ministack');
(ministack === null ? describe.skip : describe)('npm run conformance with the KMS of ministack', () => {
  let aws: Ministack;
  let emulator: Emulator;
  const own = { AWS_ACCESS_KEY_ID: '111122223333', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-west-2' };
  beforeAll(async () => {
    aws = await startMinistack(ministack!, { enforced: false });
    emulator = await startEmulator({ env: { AWS_ENDPOINT_URL_KMS: aws.endpoint } });
  });
  afterAll(() => Promise.all([emulator.stop(), aws.stop()]));

  test('confirms what KMS shows', async () => {
    const run = await runConformance(['--yes'], {
      ...own,
      VAULT_ADDR: emulator.vaultAddr,
      VAULT_TOKEN: emulator.vaultToken,
      AWS_ENDPOINT_URL: aws.endpoint,
      CONFORMANCE_TRAIL_MINUTES: '0',
    });
    expect([run.exitCode, refuted(run)]).toEqual([0, {}]);
    const withoutRole = ['alias-order', 'partial-distribution', 'partial-failure-status', 'partial-removal'];
    // ministack's CloudTrail does not record calls to its KMS.
    expect(Object.keys(inconclusive(run)).sort()).toEqual(['key-naming', ...withoutRole].sort());
  });
});
