import { afterEach, expect, test } from '@jest/globals';
import { verifyFromLambda } from '../../src/action/verification/from-lambda.ts';
import type { VerificationTarget } from '../../src/action/verification/verification-targets.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Expectation } from '../../src/model/expectation.ts';
import type { Report } from '../../src/model/report.ts';
import type { VerifierEvent } from '../../src/verifier/invoke-verifier.ts';
import { batchesOf } from '../../src/verify/batches.ts';
import { buildReport } from '../../src/verify/build-report.ts';
import { event, key } from '../lambda/good-events.ts';
import { type LambdaEndpoint, startLambdaEndpoint } from '../support/lambda-endpoint.ts';

const keys = (count: number): Expectation[] =>
  Array.from({ length: count }, (_, index) => ({ ...key, name: `key-${index}`, public_keys: {} }));

let endpoint: LambdaEndpoint | undefined;
afterEach(() => endpoint?.stop());

type Answer = (event: VerifierEvent) => unknown;

/** Verifies that many keys through a function that answers so. */
async function verifyThrough(answer: Answer, count: number): Promise<Report[]> {
  endpoint = await startLambdaEndpoint({
    verifier: {
      invoke: async (sent) => ({
        id: '1',
        cold: false,
        milliseconds: 1,
        payload: answer(sent as VerifierEvent),
        failed: false,
      }),
    },
  });
  const proof: VerificationTarget = {
    id: 'keymgmt/kms/aws-us-west-2',
    region: event.region,
    settings: {
      role_arn: null,
      external_id: null,
      principal_arn: 'arn:aws:iam::111122223333:user/v',
      account_id: null,
    },
    credentials: null,
    expectations: keys(count),
    undistributed: [],
    unchecked: { id: 'keymgmt/kms/aws', mount: 'keymgmt', keys: [], providers: [] },
  };
  return verifyFromLambda(
    { name: 'verifier', region: 'us-west-2' },
    [proof],
    { permissions: null, depth: 'standard', canary: false },
    {
      env: { AWS_ENDPOINT_URL: endpoint.url, AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' },
      clock: systemClock,
      signal: new AbortController().signal,
    },
  );
}

function reportOn(checked: readonly Expectation[], next: string | null): Report {
  return buildReport({
    region: 'us-west-2',
    account_id: '111122223333',
    principal_arn: null,
    checked_at: '2026-11-24T00:00:00Z',
    keys: checked.map(({ name, kms, alias }) => ({
      name,
      kms,
      alias,
      status: 'pass',
      versions: [],
      findings: [],
    })),
    permissions: [],
    limits: [],
    orphans: [],
    findings: [],
    notices: [],
    next,
  });
}

test('many keys go in batches, and the permissions are asked for once', async () => {
  const reports = await verifyThrough(({ keys }) => reportOn(keys, null), 2_500);

  expect(reports.flatMap((report) => report.keys.map(({ name }) => name))).toEqual(
    keys(2_500).map(({ name }) => name),
  );
  const events = endpoint!.events.map((call) => call.event as VerifierEvent);
  expect(events.map((sent) => sent.keys.length)).toEqual([1_000, 1_000, 500]);
  expect(events.map(({ permissions }) => permissions.sets)).toEqual([['terraform', 'vault'], [], []]);
});

test('a cursor is followed to its end', async () => {
  const half = ({ keys, next }: VerifierEvent) =>
    next === undefined ? reportOn(keys.slice(0, 3), 'the-rest') : reportOn(keys.slice(3), null);
  const [report, ...others] = await verifyThrough(half, 7);

  expect(others).toEqual([]);
  expect(report).toMatchObject({ complete: true, status: 'pass', summary: { keys: 7 } });
  expect(endpoint!.events.map((call) => call.event.next)).toEqual([undefined, 'the-rest']);
});

test('a cursor that does not move is an error', async () => {
  await expect(verifyThrough(() => reportOn([], 'here'), 1)).rejects.toMatchObject({
    code: 'lambda_timed_out',
    message: expect.stringContaining('made no progress'),
  });
});

test('a report that lost a part on its way is no proof', async () => {
  const shortened = ({ keys }: VerifierEvent) => ({ ...reportOn(keys, null), keys: [] });
  await expect(verifyThrough(shortened, 2)).rejects.toMatchObject({ code: 'lambda_no_report' });
});

test('batches are within bytes and versions, and lose nothing', () => {
  const all = keys(50);
  const weight = JSON.stringify(all[0]).length + 10;
  for (const limits of [
    { bytes: weight * 7, versions: 1_000 },
    { bytes: 1e6, versions: 9 },
    { bytes: 1, versions: 1 },
  ]) {
    const batches = batchesOf(all, limits);
    expect(batches.flat()).toEqual(all);
    for (const batch of batches.filter(({ length }) => length > 1)) {
      expect(JSON.stringify(batch).length).toBeLessThanOrEqual(limits.bytes);
      expect(batch.length * 2).toBeLessThanOrEqual(limits.versions);
    }
  }
  expect(batchesOf([], { bytes: 1, versions: 1 })).toEqual([]);
});
