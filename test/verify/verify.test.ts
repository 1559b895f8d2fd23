import { describe, expect, test } from '@jest/globals';
import { failed, found } from '../../src/model/evidence.ts';
import type { Expectation } from '../../src/model/expectation.ts';
import type { Report } from '../../src/model/report.ts';
import { joinContinuation } from '../../src/verify/build-report.ts';
import { verify } from '../../src/verify/verify.ts';
import type { VerifyRequest } from '../../src/verify/verify-request.ts';
import { Transcript } from '../support/transcript.ts';
import { fakeClock } from './support/clock.ts';
import {
  account,
  alias,
  arnOf,
  denied,
  expectation,
  keyId,
  kmsKey,
  notFound,
  now,
  region,
  vaultUser,
} from './support/fixtures.ts';
import type { FakeAws } from './support/reader.ts';
import { fakeReader, looker } from './support/reader.ts';

function request(changes: Partial<VerifyRequest> = {}): VerifyRequest {
  return {
    region,
    expectations: [expectation()],
    principal_arn: vaultUser,
    providers: null,
    min_keys: null,
    audits_verifier: false,
    account_id: account,
    depth: 'standard',
    exhaustive: true,
    permissions: { sets: ['terraform', 'vault'], actions: [], method: 'auto', history: false },
    next: null,
    ...changes,
  };
}

/** What the reports of these tests say beside keys and permissions. */
const transcript = new Transcript('test/verify/verify.txt');

const healthy: FakeAws = {
  keys: (id) => found(kmsKey(id, id === keyId(1) ? { key_state: 'Disabled' } : {})),
  aliases: () => found([alias()]),
};

async function run(aws: FakeAws, changes: Partial<VerifyRequest> = {}, clock = fakeClock(now)) {
  const { reader, calls } = fakeReader(aws);
  const report = await verify(request(changes), { reader, clock, deadline: null, concurrency: 20 });
  if (report.keys.length < 10) {
    const { keys, permissions, next, ...rest } = report;
    transcript.record({ ...rest, version: keys.flatMap(({ versions }) => versions), next: next ?? null });
  }
  return { report, calls, clock };
}

/** `count` keys with `versions` versions each, none retired. */
function fleet(count: number, versions: number): Expectation[] {
  return Array.from({ length: count }, (_, key) =>
    expectation({
      name: `key-${key}`,
      kms: `aws-${key % 3}`,
      alias: `alias/hashicorp/key-${key}-1700000000`,
      latest_version: versions,
      min_enabled_version: 1,
      versions: Object.fromEntries(
        Array.from({ length: versions }, (_, version) => [version + 1, keyId(key * versions + version)]),
      ),
    }),
  );
}

function fleetAws(keys: readonly Expectation[]): FakeAws {
  return {
    keys: (id) => found(kmsKey(id)),
    aliases: () =>
      found(
        keys.map((key) =>
          alias({ name: key.alias, target_key_id: key.versions[String(key.latest_version)]! }),
        ),
      ),
  };
}

test('a healthy key of a principal that may do everything is compliant', async () => {
  const { report } = await run(healthy);
  expect(report).toMatchObject({
    schema_version: 1,
    status: 'pass',
    compliant: true,
    complete: true,
    account_id: account,
    principal_arn: vaultUser,
    checked_at: now,
    summary: { keys: 1, versions: 2, passed: 2, failed: 0, indeterminate: 0 },
    orphans: [],
    findings: [],
  });
  expect(report.summary.permissions).toEqual({ allowed: 14, denied: 0, indeterminate: 0 });
});

describe('the fewest calls', () => {
  const keys = fleet(200, 5);

  test('standard: 1,000 DescribeKey, one list of aliases, one policy for each provider, and for each key of the sample', async () => {
    const { calls, report } = await run(fleetAws(keys), { expectations: keys });
    expect(report.compliant).toBe(true);
    expect(calls).toMatchObject({
      identity: 1,
      key: 1000,
      aliases: 1,
      policy: 23,
      materials: 0,
      simulate: 7,
    });
  });

  test('full: the policy and the history of each version as well', async () => {
    const { calls } = await run(fleetAws(keys), { expectations: keys, depth: 'full', permissions: null });
    expect(calls).toMatchObject({ key: 1000, aliases: 1, policy: 1000, materials: 1000, simulate: 0 });
  });
});

describe('the deadline', () => {
  test('a sequence of calls checks every key exactly once', async () => {
    const keys = fleet(120, 1);
    const aws = fleetAws(keys);
    const reports: Report[] = [];
    for (let next: string | null = null; reports.length < 40; ) {
      const clock = fakeClock(now);
      const { reader } = fakeReader({
        ...aws,
        keys: (id) => {
          clock.advance(10);
          return found(kmsKey(id));
        },
      });
      const report = await verify(request({ expectations: keys, next }), {
        reader,
        clock,
        deadline: new Date(Date.parse(now) + 150),
        concurrency: 5,
      });
      reports.push(report);
      expect(report.compliant).toBe(report.complete);
      next = report.next ?? null;
      if (next === null) break;
    }
    expect(reports.length).toBeGreaterThan(5);
    const whole = joinContinuation(reports);
    expect(whole).toMatchObject({ complete: true, compliant: true, summary: { keys: 120, passed: 120 } });
    expect(new Set(whole.keys.map(({ name }) => name)).size).toBe(120);
    expect(whole.permissions).toHaveLength(14);
  });

  test('a key that was cut off in the middle is left to the next call', async () => {
    const keys = fleet(3, 2);
    const aws = fleetAws(keys);
    const { report } = await run(
      {
        ...aws,
        keys: (id) =>
          id === keyId(3)
            ? failed({ cause: 'aborted', code: 'AbortError', message: 'aborted', action: 'kms:DescribeKey' })
            : found(kmsKey(id)),
      },
      { expectations: keys },
    );
    expect(report).toMatchObject({
      complete: false,
      compliant: false,
      status: 'indeterminate',
      permissions: [],
    });
    expect(report.keys.map(({ name }) => name)).toEqual(['key-0']);
    expect(report.next).toBeDefined();
  });

  test('a cursor of another region is refused', async () => {
    await expect(run(healthy, { next: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'invalid_cursor' });
  });
});

describe('changes under way are looked at again', () => {
  test.each([
    ['a key that KMS is still creating', { key_state: 'Creating' }],
    ['a key that KMS is still updating', { key_state: 'Updating' }],
  ])('%s', async (_, changes) => {
    let looks = 0;
    const { report, clock } = await run({
      ...healthy,
      keys: (id) => (id === keyId(2) && looks++ < 2 ? found(kmsKey(id, changes)) : healthy.keys!(id, region)),
    });
    expect(report.status).toBe('pass');
    expect(clock.slept).toEqual([500, 1000]);
  });

  test('an alias that was moved a moment ago', async () => {
    let looks = 0;
    const moved = alias({ target_key_id: keyId(1), updated: now });
    const { report, calls } = await run({
      ...healthy,
      aliases: () => found([looks++ === 0 ? moved : alias({ updated: now })]),
    });
    expect(report.status).toBe('pass');
    // The policies of both versions are read for the permissions.
    expect(calls).toMatchObject({ aliases: 2, policy: 3 });
  });

  test('what stays broken fails in the end', async () => {
    const { report, clock } = await run({
      ...healthy,
      keys: (id) => (id === keyId(2) ? notFound('kms:DescribeKey') : healthy.keys!(id, region)),
      aliases: () => found([alias({ updated: now })]),
    });
    expect(report.keys[0]?.versions[1]?.findings).toMatchObject([{ check: 'exists', status: 'fail' }]);
    expect(clock.slept).toEqual([500, 1000, 2000]);
  });

  const ago = (seconds: number) => new Date(Date.parse(now) - seconds * 1_000).toISOString();
  const primary = { type: 'PRIMARY', primary_region: region, replica_regions: [] };
  /** The latest KMS key as it is, and what else is another way; the failure is the same in every case but the last. */
  const young: [string, object, FakeAws, Partial<Expectation>, number[]][] = [
    [
      'material of a key that was created just now',
      { key_state: 'PendingImport', creation_date: ago(59) },
      {},
      {},
      [500, 1000, 2000],
    ],
    [
      'material of a key that was created a minute ago',
      { key_state: 'PendingImport', creation_date: ago(60) },
      {},
      {},
      [],
    ],
    [
      'material of a key of an unknown age',
      { key_state: 'PendingImport', creation_date: null },
      {},
      { distribution_time: null },
      [],
    ],
    [
      'an alias of a distribution that was made just now',
      {},
      { aliases: () => found([]) },
      { distribution_time: ago(1) },
      [500, 1000, 2000],
    ],
    ['an alias of an old distribution', {}, { aliases: () => found([]) }, {}, []],
    [
      'aliases that may not be listed',
      {},
      { aliases: () => denied('kms:ListAliases') },
      { distribution_time: ago(1) },
      [],
    ],
    [
      'an alias that was moved long ago',
      {},
      { aliases: () => found([alias({ target_key_id: keyId(1), updated: ago(60) })]) },
      {},
      [],
    ],
    [
      'a replica of a key that was created just now',
      { multi_region: primary, creation_date: now },
      {},
      { replica_regions: ['eu-west-1'] },
      [500, 1000, 2000],
    ],
    ['a disabled key that was created just now', { key_state: 'Disabled', creation_date: now }, {}, {}, []],
  ];
  test.each(young)('%s', async (_, changes, aws, expected, slept) => {
    const { clock, calls } = await run(
      {
        ...healthy,
        keys: (id, at) =>
          at === region
            ? found(
                kmsKey(
                  id,
                  id === keyId(2)
                    ? changes
                    : { key_state: 'Disabled', multi_region: 'multi_region' in changes ? primary : null },
                ),
              )
            : notFound('kms:DescribeKey'),
        ...aws,
      },
      { expectations: [expectation(expected)], permissions: null },
    );
    expect(clock.slept).toEqual(slept);
    expect(calls['aliases']).toBe(1 + slept.length);
    // A recheck reads the key policy again where the first check has read it.
    expect(calls['policy']).toBe(1 + slept.length);
  });

  test('but not past the deadline', async () => {
    const clock = fakeClock(now);
    const { reader } = fakeReader({ ...healthy, keys: (id) => found(kmsKey(id, { key_state: 'Creating' })) });
    const deadline = new Date(Date.parse(now) + 1_500);
    await verify(request({ permissions: null }), { reader, clock, deadline, concurrency: 20 });
    expect(clock.slept).toEqual([500]);
  });

  test('an old failure is not waited for', async () => {
    const { clock } = await run({ ...healthy, keys: () => notFound('kms:DescribeKey') });
    expect(clock.slept).toEqual([]);
  });
});

describe('the one who looks', () => {
  test('with credentials that AWS refuses: one finding, nothing established', async () => {
    const { report, calls } = await run({
      identity: () =>
        failed({
          cause: 'expired',
          code: 'ExpiredTokenException',
          message: 'The security token included in the request is expired',
          action: 'sts:GetCallerIdentity',
        }),
    });
    expect(report).toMatchObject({ status: 'fail', compliant: false, account_id: null });
    expect(report.findings).toMatchObject([
      { check: 'credentials', status: 'fail', actual: 'ExpiredTokenException' },
    ]);
    expect(report.keys[0]?.status).toBe('indeterminate');
    expect(calls['key']).toBe(0);
  });

  test('in another account: one finding that names both', async () => {
    const { report } = await run(healthy, { account_id: '999988887777' });
    expect(report.findings).toMatchObject([
      { check: 'verifier_account', status: 'fail', expected: '999988887777', actual: account },
    ]);
    expect(report.keys[0]?.status).toBe('indeterminate');
  });

  test('whom STS does not answer still sees the keys', async () => {
    const { report } = await run({
      ...healthy,
      identity: () =>
        failed({
          cause: 'unreachable',
          code: 'ECONNREFUSED',
          message: 'refused',
          action: 'sts:GetCallerIdentity',
        }),
    });
    expect(report.keys[0]?.status).toBe('pass');
  });
});

describe('who is judged', () => {
  test('nobody, when nobody is named: every permission is open', async () => {
    const { report, calls } = await run(healthy, { principal_arn: null });
    expect(report).toMatchObject({ status: 'indeterminate', principal_arn: null });
    expect(report.summary.permissions).toEqual({ allowed: 0, denied: 0, indeterminate: 14 });
    expect(calls['simulate']).toBe(0);
  });

  test('a session stands for its role, path included', async () => {
    const role = `arn:aws:iam::${account}:role/team/x/vault`;
    const { report } = await run(
      { ...healthy, principal: () => found({ arn: role, unique_id: 'AROAEXAMPLE', tags: {} }) },
      { principal_arn: `arn:aws:sts::${account}:assumed-role/vault/session` },
    );
    expect(report.principal_arn).toBe(role);
  });

  test('the one who looks, when its credentials are given for that', async () => {
    const { report } = await run(
      {
        ...healthy,
        publicKey: () =>
          failed({
            cause: 'unsupported',
            code: 'UnsupportedOperationException',
            message: '',
            action: 'kms:GetPublicKey',
          }),
      },
      { principal_arn: null, audits_verifier: true },
    );
    expect(report.principal_arn).toBe(looker);
    const probed = report.permissions.filter(({ method }) => method === 'probe').map(({ action }) => action);
    // KMS answers GetPublicKey for enabled keys only, and the first version is disabled.
    expect(probed).toEqual(['kms:DescribeKey', 'kms:ListAliases']);
  });
});

describe('orphans', () => {
  test('are listed and change nothing', async () => {
    const stray = alias({ name: 'alias/hashicorp/old-1690000000', target_key_id: keyId(9) });
    const foreign = alias({ name: 'alias/billing', target_key_id: keyId(8) });
    const { report } = await run({ ...healthy, aliases: () => found([alias(), stray, foreign]) });
    expect(report).toMatchObject({
      status: 'pass',
      orphans: [{ alias: 'alias/hashicorp/old-1690000000', key_id: keyId(9) }],
    });
  });
});

describe('permissions', () => {
  const denyOne = (lost: string): FakeAws => ({
    ...healthy,
    decision: (action) => (action === lost ? { decision: 'implicitDeny' } : {}),
  });

  test.each([
    'CreateKey',
    'DescribeKey',
    'GetPublicKey',
    'GetParametersForImport',
    'ImportKeyMaterial',
    'EnableKey',
    'DisableKey',
    'ScheduleKeyDeletion',
    'ListAliases',
    'CreateAlias',
    'UpdateAlias',
    'DeleteAlias',
    'TagResource',
    'UntagResource',
  ])('without kms:%s exactly that row is denied', async (name) => {
    const { report } = await run(denyOne(`kms:${name}`));
    const refusedRows = report.permissions.filter(({ decision }) => decision !== 'allowed');
    expect(refusedRows).toMatchObject([
      {
        action: `kms:${name}`,
        decision: 'denied',
        method: 'simulate',
        evidence: 'implicitDeny',
        layer: 'identity policy',
      },
    ]);
    expect(report).toMatchObject({ status: 'fail', keys: [{ status: 'pass' }] });
  });

  test('are left out when nobody asks for any', async () => {
    expect((await run(healthy, { permissions: null })).report.permissions).toEqual([]);
  });

  test('the Terraform list alone is said not to be enough', async () => {
    const sets = { sets: ['terraform' as const], actions: [], method: 'auto' as const, history: false };
    const { report } = await run(healthy, { permissions: sets });
    expect(report.permissions).toHaveLength(9);
    expect(report.notices).toMatchObject([{ code: 'permission_sets' }]);
    expect(report.notices[0]?.message).toContain('kms:ImportKeyMaterial');
  });

  test('that nobody may simulate stay open and say what would settle them', async () => {
    const { report } = await run({ ...healthy, decision: () => denied('iam:SimulatePrincipalPolicy') });
    expect(report.status).toBe('indeterminate');
    expect(report.permissions[0]?.message).toContain('iam:SimulatePrincipalPolicy');
  });

  test('that nothing else settles are looked up in CloudTrail', async () => {
    const { report, calls } = await run(
      {
        ...healthy,
        decision: () => denied('iam:SimulatePrincipalPolicy'),
        history: (action) => {
          const resources = [keyId(1), keyId(2)].map((id) => arnOf(id));
          const time = '2023-12-01T00:00:00Z';
          if (action === 'kms:CreateKey') return found([{ time, resources: [], denial: null }]);
          if (action === 'kms:DisableKey')
            return found([{ time, resources: [arnOf(keyId(9))], denial: null }]);
          const denial =
            'User: x is not authorized to perform: kms:TagResource because no session policy allows the kms:TagResource action';
          return found(action === 'kms:TagResource' ? [{ time, resources, denial }] : []);
        },
      },
      { permissions: { sets: ['vault'], actions: [], method: 'auto', history: true } },
    );
    const row = (name: string) => report.permissions.find(({ action }) => action === name);
    expect(row('kms:CreateKey')).toMatchObject({ decision: 'allowed', method: 'history' });
    expect(row('kms:TagResource')).toMatchObject({
      decision: 'denied',
      method: 'history',
      layer: 'session policy',
    });
    expect(row('kms:DisableKey')).toMatchObject({ decision: 'indeterminate' });
    expect(calls['history']).toBe(11);
  });
});
