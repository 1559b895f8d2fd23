import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { found, type KmsKey } from '../../src/model/evidence.ts';
import type { Inventory, OutsideKey } from '../../src/model/inventory.ts';
import type { Report } from '../../src/model/report.ts';
import { buildReport, joinContinuation, mergeReports } from '../../src/verify/build-report.ts';
import { commonInventory, describeOnce, takeInventory } from '../../src/verify/take-inventory.ts';
import { fakeClock } from './support/clock.ts';
import {
  account,
  alias,
  arnOf,
  denied,
  expectation,
  keyId,
  kmsKey,
  now,
  region,
} from './support/fixtures.ts';
import { type FakeAws, fakeReader } from './support/reader.ts';

const replica = { type: 'REPLICA', primary_region: 'eu-west-1', replica_regions: [] };
const states: Readonly<Record<string, Partial<KmsKey>>> = {
  [keyId(1)]: {},
  [keyId(2)]: {},
  [keyId(10)]: {},
  [keyId(11)]: { origin: 'AWS_KMS', key_state: 'PendingDeletion' },
  [keyId(12)]: { origin: 'AWS_CLOUDHSM', custom_key_store_id: 'cks-1' },
  [keyId(13)]: { origin: 'EXTERNAL_KEY_STORE', custom_key_store_id: 'cks-2' },
  [keyId(14)]: { multi_region: replica },
  [keyId(15)]: { key_manager: 'AWS', origin: 'AWS_KMS' },
  [keyId(16)]: { origin: 'SOMETHING_NEW' },
};
const whole: FakeAws = {
  keyIds: () => found([...Object.keys(states), keyId(20)]),
  keys: (id) => found(kmsKey(id, states[id])),
};
const aliases = found([
  alias(),
  alias({ name: 'alias/billing', target_key_id: keyId(10) }),
  alias({ name: 'alias/aws/s3', target_key_id: keyId(20) }),
]);

async function take(aws: FakeAws, { history = false, timeLeft = 60_000 } = {}) {
  const { reader, calls } = fakeReader({ ...whole, ...aws });
  const deadline = new Date(Date.parse(now) + timeLeft);
  const effects = { reader: describeOnce(reader), clock: fakeClock(now), deadline, concurrency: 2 };
  const scope = { region, account_id: account, history };
  return { inventory: await takeInventory(scope, [expectation()], aliases, effects), calls };
}

describe('an inventory', () => {
  test('has each customer managed key by its source; replicas and keys of AWS are none of them', async () => {
    const { inventory, calls } = await take({});
    expect(inventory).toMatchObject({
      region,
      account_id: account,
      total: 6,
      vault: 2,
      imported: 1,
      kms: 1,
      custom_key_store: 2,
      unread: 1,
    });
    expect(inventory!.outside.map(({ key_id, source }) => [key_id, source])).toEqual([
      [keyId(10), 'imported'],
      [keyId(11), 'kms'],
      [keyId(12), 'custom_key_store'],
      [keyId(13), 'custom_key_store'],
    ]);
    expect(inventory!.outside[0]).toMatchObject({
      aliases: ['alias/billing'],
      creator: null,
      last_used: null,
    });
    // Vault's own keys are read by the checks, and AWS's are known by their alias.
    expect(calls).toMatchObject({ key: 7, keyIds: 1, keyCreators: 0, lastUsage: 3 });
  });

  test('says who created a key and when it was used last, where AWS tells', async () => {
    const creator = `arn:aws:iam::${account}:role/billing`;
    const last_used = '2023-12-01T00:00:00.000Z';
    const { inventory } = await take(
      {
        creators: () => found({ [arnOf(keyId(10))]: creator }),
        usage: (id) =>
          id === keyId(12)
            ? denied('kms:GetKeyLastUsage')
            : found({ last_used, operation: 'Decrypt', created: now, tracked_since: now }),
      },
      { history: true },
    );
    expect(inventory!.outside.map((key) => [key.creator, key.last_used])).toEqual([
      [creator, last_used],
      [null, null],
      [null, null],
      [null, last_used],
    ]);
  });

  test('counts what could not be read, and is none without a list', async () => {
    expect((await take({}, { timeLeft: 0 })).inventory).toMatchObject({ total: 2, vault: 2, unread: 7 });
    const no = await take({ keys: () => denied('kms:DescribeKey') });
    expect(no.inventory).toMatchObject({ total: 2, unread: 7, outside: [] });
    expect((await take({ keyIds: () => denied('kms:ListKeys') })).inventory).toBeNull();
    const silent = await take({ creators: () => denied('cloudtrail:LookupEvents') }, { history: true });
    expect(silent.inventory).toMatchObject({ total: 6 });
  });

  test('reads at most 5,000 keys, and the last use of 50', async () => {
    const ids = Array.from({ length: 5_600 }, (_, index) => keyId(100 + index));
    const { inventory, calls } = await take({
      keyIds: () => found(ids),
      keys: (id) => found(kmsKey(id, { origin: 'AWS_KMS' })),
    });
    expect(inventory).toMatchObject({ total: 5_000, kms: 5_000, vault: 0, unread: 600 });
    expect(calls).toMatchObject({ key: 5_000, lastUsage: 50 });
  });
});

const outsideKey = (key_id: string): OutsideKey => ({
  key_id,
  arn: arnOf(key_id),
  source: 'imported',
  key_state: 'Enabled',
  created: null,
  aliases: [],
  creator: null,
  last_used: null,
});
/** The inventory of a region with these keys by one who knows some of them. */
const seenBy = (all: readonly string[], known: readonly string[], at = region): Inventory => {
  const outside = all.filter((id) => !known.includes(id)).map(outsideKey);
  return {
    ...{ region: at, account_id: account, total: all.length, vault: all.length - outside.length },
    ...{ imported: outside.length, kms: 0, custom_key_store: 0, unread: 0, outside },
  };
};

test('of several that each know a part of Vault’s record, it is that of one who knows all', () => {
  const all = ['a', 'b', 'c', 'd'];
  fc.assert(
    fc.property(fc.array(fc.subarray(all), { minLength: 1, maxLength: 4 }), (parts) => {
      const together = all.filter((id) => parts.some((part) => part.includes(id)));
      expect(commonInventory(parts.map((part) => seenBy(all, part)))).toEqual(seenBy(all, together));
    }),
  );
});

test('of several, as many keys are unread as one of them did not read at most', () => {
  const unread = (...counts: number[]) =>
    commonInventory(counts.map((count) => ({ ...seenBy(['a'], []), unread: count }))).unread;
  expect(unread(2, 0)).toBe(2);
  expect(unread(0, 3, 1)).toBe(3);
});

describe('a merged report', () => {
  const report = (
    inventory?: readonly Inventory[],
    at = region,
    account_id: string | null = account,
  ): Report =>
    buildReport({
      ...{ region: at, account_id, principal_arn: null, checked_at: now, keys: [], permissions: [] },
      ...{ limits: [], orphans: [], findings: [], notices: [], depth: 'full', next: null, inventory },
    });
  const [one, two] = [seenBy(['a', 'b'], ['a']), seenBy(['a', 'b'], ['b'])];

  test('has an inventory of each region', () => {
    const west = seenBy(['c'], [], 'eu-west-1');
    const merged = mergeReports([report([one]), report([two]), report([west], 'eu-west-1')]);
    expect(merged.inventory).toEqual([seenBy(['a', 'b'], ['a', 'b']), west]);
  });

  test('has none of a region whose keys are known in part only', () => {
    expect(mergeReports([report([one]), report()])).not.toHaveProperty('inventory');
    expect(mergeReports([report([one]), report(undefined, region, null)])).not.toHaveProperty('inventory');
  });

  test('of calls that continued each other has that of the last', () => {
    expect(joinContinuation([report(), report([one])]).inventory).toEqual([one]);
  });
});
