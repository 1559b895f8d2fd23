import { describe, expect, test } from '@jest/globals';
import { failed, found } from '../../src/model/evidence.ts';
import { joinContinuation } from '../../src/verify/build-report.ts';
import { verify } from '../../src/verify/verify.ts';
import type { VerifyRequest } from '../../src/verify/verify-request.ts';
import { Transcript } from '../support/transcript.ts';
import { fakeClock } from './support/clock.ts';
import {
  account,
  alias,
  defaultPolicy,
  expectation,
  keyId,
  kmsKey,
  now,
  region,
  vaultUser,
} from './support/fixtures.ts';
import { type FakeAws, fakeReader } from './support/reader.ts';

/** What the reports of these tests say beside keys and permissions. */
const transcript = new Transcript('test/verify/whole-run.txt');

const keys = Array.from({ length: 12 }, (_, index) =>
  expectation({
    name: `key-${String(index + 1).padStart(2, '0')}`,
    alias: `alias/hashicorp/key-${String(index + 1).padStart(2, '0')}-1700000000`,
    latest_version: 1,
    min_enabled_version: 1,
    versions: { '1': keyId(index + 1) },
  }),
);

const healthy: FakeAws = {
  keys: (id) => found(kmsKey(id)),
  aliases: () =>
    found(keys.map(({ alias: name, versions }) => alias({ name, target_key_id: versions['1'] ?? null }))),
  materials: () =>
    found([{ id: 'a'.repeat(64), state: 'CURRENT', import_state: 'IMPORTED', rotation_date: null }]),
};

function requestOf(changes: Partial<VerifyRequest>): VerifyRequest {
  return {
    region,
    expectations: keys,
    providers: null,
    min_keys: null,
    principal_arn: vaultUser,
    audits_verifier: false,
    account_id: account,
    depth: 'standard',
    exhaustive: true,
    permissions: { sets: ['vault'], actions: [], method: 'auto', history: false },
    next: null,
    ...changes,
  };
}

async function run(changes: Partial<VerifyRequest>, aws: FakeAws = healthy) {
  const { reader } = fakeReader(aws);
  const effects = { reader, clock: fakeClock(now), deadline: null, concurrency: 20 };
  const report = await verify(requestOf(changes), effects);
  const { keys: checked, permissions, orphans, ...rest } = report;
  transcript.record({
    ...rest,
    keys: checked.length,
    permissions: permissions.length,
    orphans: orphans.length,
  });
  return report;
}

describe('a run without keys proves nothing', () => {
  test('in the region', async () => {
    const report = await run({ expectations: [] });
    expect(report).toMatchObject({ status: 'indeterminate', compliant: false, summary: { keys: 0 } });
    expect(report.findings).toMatchObject([{ check: 'no_keys', status: 'indeterminate' }]);
  });

  test('on a provider that was named', async () => {
    const report = await run({ providers: ['aws-us-west-2', 'aws-other'] });
    expect(report).toMatchObject({ status: 'indeterminate', compliant: false });
    expect(report.findings).toMatchObject([{ check: 'no_keys', actual: 'no key' }]);
    expect(report.findings[0]?.message).toContain('aws-other');
  });

  test('nor one with fewer than there must be', async () => {
    for (const [min_keys, status] of [
      [12, 'pass'],
      [13, 'fail'],
    ] as const)
      expect((await run({ min_keys })).status).toBe(status);
    expect((await run({ min_keys: 13 })).findings).toMatchObject([
      { check: 'min_keys', expected: 'at least 13 keys', actual: '12 keys' },
    ]);
    expect((await run({ expectations: [], min_keys: 1 })).findings).toMatchObject([{ check: 'min_keys' }]);
  });
});

test('ids that are given as ARNs are those of the same keys', async () => {
  const expectations = keys.map((key) => ({
    ...key,
    versions: { '1': `arn:aws:kms:${region}:${account}:key/${key.versions['1']}` },
  }));
  expect(await run({ expectations, permissions: null })).toMatchObject({ status: 'pass', orphans: [] });
});

test('without credentials nothing is complete', async () => {
  const report = await run(
    {},
    {
      identity: () =>
        failed({
          cause: 'invalid_credentials',
          code: 'InvalidClientTokenId',
          message: 'The security token is invalid',
          action: 'sts:GetCallerIdentity',
        }),
    },
  );
  expect(report).toMatchObject({ status: 'fail', complete: false, compliant: false });
});

describe('with time for the keys alone', () => {
  const denies = {
    Statement: [
      ...defaultPolicy.Statement,
      { Effect: 'Deny', Principal: { AWS: vaultUser }, Action: 'kms:DisableKey', Resource: '*' },
    ],
  };
  const aws: FakeAws = {
    ...healthy,
    policy: (id) => found(id === keyId(3) ? denies : defaultPolicy),
  };

  /** Each call ends before the permissions are decided, but for those that have no key left. */
  async function calls(depth: 'standard' | 'full') {
    const reports = [];
    for (let next: string | null = null; ; ) {
      const clock = fakeClock(now);
      const deadline = new Date(Date.parse(now) + 1_000);
      const { reader } = fakeReader({
        ...aws,
        keys: (id) => {
          if (next === null) clock.advance(100);
          return found(kmsKey(id));
        },
      });
      const effects = { reader, clock, deadline, concurrency: 60 };
      const report = await verify(requestOf({ depth, next }), effects);
      reports.push(report);
      if (report.next === undefined) return reports;
      expect(report.next).not.toBe(next);
      next = report.next;
    }
  }

  test('a section that was not decided is indeterminate, and the next call decides it as a single one does', async () => {
    const whole = await run({ depth: 'full' }, aws);
    const row = { action: 'kms:DisableKey', decision: 'denied' };
    expect(whole.permissions).toContainEqual(expect.objectContaining(row));

    const [first, second, ...more] = await calls('full');
    expect(more).toEqual([]);
    expect(first?.keys).toHaveLength(12);
    expect(first).toMatchObject({ status: 'fail', complete: false, permissions: [] });
    expect(first?.findings).toMatchObject([
      { check: 'out_of_time', status: 'indeterminate', actual: 'the permissions not checked' },
    ]);
    expect(second?.complete).toBe(true);
    expect(second?.permissions).toContainEqual(expect.objectContaining(row));
    expect(second?.permissions.map(({ decision }) => decision)).toEqual(
      whole.permissions.map(({ decision }) => decision),
    );
    const joined = joinContinuation([first!, second!]);
    expect(joined.findings).toEqual([]);
    expect(joined).toMatchObject({ complete: true, status: whole.status, summary: whole.summary });
  });

  test('at the depth standard, the first part is indeterminate', async () => {
    const [first] = await calls('standard');
    expect(first).toMatchObject({ status: 'indeterminate', complete: false });
  });
});

test('a run that gets nowhere says why, and gives no cursor to run in circles with', async () => {
  const failure = {
    cause: 'aborted',
    code: 'AbortError',
    message: 'Request aborted',
    action: 'kms:ListAliases',
    host: 'kms.us-west-2.amazonaws.com',
  } as const;
  const report = await run({}, { ...healthy, aliases: () => failed(failure) });
  expect(report).toMatchObject({ status: 'indeterminate', complete: false, compliant: false, keys: [] });
  expect(report.next).toBeUndefined();
  expect(report.findings).toMatchObject([
    { check: 'out_of_time', actual: '12 keys and the permissions not checked' },
  ]);
  expect(report.findings[0]?.message).toContain('kms:ListAliases');
  expect(report.findings[0]?.remediation).toContain('kms.us-west-2.amazonaws.com');
});
