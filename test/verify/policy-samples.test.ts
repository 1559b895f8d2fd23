import { describe, expect, test } from '@jest/globals';
import { found } from '../../src/model/evidence.ts';
import type { Expectation } from '../../src/model/expectation.ts';
import type { Report } from '../../src/model/report.ts';
import { applyExceptions } from '../../src/verify/apply-exceptions.ts';
import { compareReports } from '../../src/verify/compare-reports.ts';
import { policySamples } from '../../src/verify/policy-samples.ts';
import { verify } from '../../src/verify/verify.ts';
import { fakeClock } from './support/clock.ts';
import {
  account,
  alias,
  denied,
  expectation,
  keyId,
  kmsKey,
  now,
  region,
  vaultUser,
} from './support/fixtures.ts';
import { fakeReader } from './support/reader.ts';

/** As Vault names an alias: by the time of the distribution. */
const aliasOf = ({ name, distribution_time }: Pick<Expectation, 'name' | 'distribution_time'>) =>
  `alias/hashicorp/${name}-${Date.parse(distribution_time ?? '2023-11-14T22:13:20Z') / 1000}`;

/** A key of one version, whose KMS key has the number. */
function key(name: string, number: number, distribution_time: string | null): Expectation {
  return expectation({
    name,
    alias: aliasOf({ name, distribution_time }),
    latest_version: 1,
    min_enabled_version: 1,
    versions: { '1': keyId(number) },
    distribution_time,
  });
}

const first = key('payments', 1, '2023-01-01T00:00:00Z');
const later = key('orders', 2, '2023-02-01T00:00:00Z');
const latest = key('accounts', 3, '2023-03-01T00:00:00Z');
const id = 'keymgmt/kms/aws-us-west-2/key_policy';

interface Situation {
  readonly expectations: readonly Expectation[];
  /** The numbers of KMS keys whose policy lets nobody in. */
  readonly closed?: readonly number[];
  /** The numbers of KMS keys that cannot be read. */
  readonly unread?: readonly number[];
  readonly depth?: 'standard' | 'full';
}

async function check({ expectations, closed = [], unread = [], depth = 'standard' }: Situation) {
  const policies: string[] = [];
  const { reader, calls } = fakeReader({
    keys: (one) => (unread.map(keyId).includes(one) ? denied('kms:DescribeKey') : found(kmsKey(one))),
    aliases: () =>
      found(expectations.map((one) => alias({ name: aliasOf(one), target_key_id: one.versions['1']! }))),
    ...(closed.length === 0 ? {} : { policy: (one) => policyOf(one) }),
  });
  function policyOf(one: string) {
    policies.push(one);
    const Principal = { AWS: `arn:aws:iam::${account}:root` };
    const open = [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }];
    return found({ Statement: closed.map(keyId).includes(one) ? [] : open });
  }
  const report = await verify(
    {
      ...{ region, expectations, principal_arn: vaultUser, providers: null, min_keys: null },
      ...{
        audits_verifier: false,
        account_id: account,
        depth,
        exhaustive: true,
        permissions: null,
        next: null,
      },
    },
    { reader, clock: fakeClock(now), deadline: null, concurrency: 20 },
  );
  return { report, calls, policies };
}

const readOf = ({ keys }: Report) =>
  keys.filter(({ versions }) => versions.some(({ policy_read }) => policy_read)).map(({ name }) => name);
const findings = ({ keys }: Report) =>
  keys.flatMap(({ versions }) => versions.flatMap((version) => version.findings.map((one) => one.id)));

describe('the sample of key policies', () => {
  test('is the key that was distributed first, in whatever order the keys come', async () => {
    for (const expectations of [
      [first, later, latest],
      [latest, first, later],
      [key('added', 4, null), latest, later, first],
    ])
      expect(readOf((await check({ expectations })).report)).toEqual(['payments']);
  });

  test('costs no DescribeKey of its own', async () => {
    const { calls } = await check({ expectations: [first, later, latest] });
    expect(calls).toMatchObject({ key: 3, policy: 1 });
  });

  test('is the next one where that key cannot be read', async () => {
    const { report } = await check({ expectations: [first, later, latest], unread: [1] });
    expect(readOf(report)).toEqual(['orders']);
  });

  test('is every key at depth full', async () => {
    const { report } = await check({ expectations: [first, later], depth: 'full' });
    expect(readOf(report)).toEqual(['orders', 'payments']);
  });
});

describe('a finding of the sample', () => {
  test('has the id of the provider, so that it stays the same when the sample moves', async () => {
    const { report } = await check({ expectations: [first, later], closed: [1, 2] });
    const moved = (await check({ expectations: [later, latest], closed: [1, 2] })).report;
    expect([findings(report), findings(moved)]).toEqual([[id], [id]]);
    expect(compareReports(report, moved)).toMatchObject({ new: [], fixed: [], unchanged: 1 });
  });

  test('is fixed only when a policy of the provider was read again', async () => {
    const { report } = await check({ expectations: [first, later], closed: [1] });
    const mended = (await check({ expectations: [first, later], closed: [3] })).report;
    expect(compareReports(report, mended)).toMatchObject({ fixed: [{ id }] });
    const unread = (await check({ expectations: [first, later], unread: [1, 2] })).report;
    expect(compareReports(report, unread).fixed).toEqual([]);
  });

  test('is accepted by that id', async () => {
    const { report } = await check({ expectations: [first, later], closed: [1] });
    const exception = { id, reason: 'Until the move.', owner: 'payments', expires: '2024-02-01' };
    const accept = (one: Report) =>
      applyExceptions(one, { exceptions: [exception], severities: {} }, new Date(now));
    expect(accept(report)).toMatchObject({ status: 'pass', accepted: [{ id }], notices: [] });
    const mended = (await check({ expectations: [first, later] })).report;
    expect(accept(mended).notices).toMatchObject([
      { message: expect.stringContaining('matches no finding') },
    ]);
  });
});

describe('which keys are tried for the sample', () => {
  const nameless = key('without-time', 4, null);
  const twin = key('accounts-2', 5, latest.distribution_time);

  async function tried(
    expectations: readonly Expectation[],
    due = expectations,
    readable: readonly string[] = [],
  ) {
    const asked: string[] = [];
    const { reader } = fakeReader({
      keys: (one) => {
        asked.push(one);
        return readable.includes(one) ? found(kmsKey(one)) : denied('kms:DescribeKey');
      },
    });
    const samples = await policySamples(expectations, new Set(due), region, reader);
    return { asked, samples: [...samples.keys()] };
  }
  const ids = (...numbers: readonly number[]) => numbers.map(keyId);

  test('three at most, the oldest first, those of unknown time last, twins by name', async () => {
    expect((await tried([nameless, twin, latest, later, first])).asked).toEqual(ids(1, 2, 3));
    expect((await tried([nameless, twin, latest])).asked).toEqual(ids(3, 5, 4));
    expect((await tried([latest, twin, nameless])).asked).toEqual(ids(3, 5, 4));
  });

  test('up to the first that can be read', async () => {
    expect(await tried([later, first, latest], undefined, ids(2, 3))).toEqual({
      asked: ids(1, 2),
      samples: ['keymgmt/kms/aws-us-west-2/key/orders'],
    });
  });

  test('and none after the last that is due', async () => {
    expect((await tried([first, later, latest], [later])).asked).toEqual(ids(1, 2));
    expect((await tried([first, later, latest], [])).asked).toEqual([]);
  });

  test('a key without versions on record is passed over', async () => {
    const empty = { ...first, versions: {} };
    expect((await tried([empty, later], undefined, ids(2))).asked).toEqual(ids(2));
  });

  test('each provider has its own', async () => {
    const other = { ...later, kms: 'aws-eu-west-1' };
    expect((await tried([first, other], undefined, ids(1, 2))).samples).toHaveLength(2);
  });
});
