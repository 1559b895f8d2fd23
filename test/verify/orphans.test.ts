import { describe, expect, test } from '@jest/globals';
import { found } from '../../src/model/evidence.ts';
import { buildReport, joinContinuation, mergeReports } from '../../src/verify/build-report.ts';
import { findOrphanKeys } from '../../src/verify/orphan-keys.ts';
import { addUnchecked } from '../../src/verify/unchecked.ts';
import { Transcript } from '../support/transcript.ts';
import { fakeClock } from './support/clock.ts';
import { account, alias, denied, expectation, keyId, kmsKey, now, region } from './support/fixtures.ts';
import type { FakeAws } from './support/reader.ts';
import { fakeReader } from './support/reader.ts';

/** Orphans and notices of these tests. */
const transcript = new Transcript('test/verify/orphans.txt');

describe('keys that no distribution accounts for', () => {
  async function find(aws: FakeAws, timeLeft = 60_000) {
    const { reader, calls } = fakeReader(aws);
    const clock = fakeClock(now);
    const deadline = new Date(Date.parse(now) + timeLeft);
    const aliases = aws.aliases?.() ?? found([alias()]);
    const effects = { reader, clock, deadline, concurrency: 2 };
    const result = await findOrphanKeys(region, [expectation()], aliases, effects);
    transcript.record(result);
    return { ...result, calls };
  }

  test('only a key without an alias is looked at, and only one with imported material is an orphan', async () => {
    const replica = { type: 'REPLICA', primary_region: 'eu-west-1', replica_regions: [] };
    const states = {
      [keyId(10)]: {},
      [keyId(11)]: { key_state: 'Disabled' },
      [keyId(12)]: { key_state: 'PendingImport' },
      [keyId(13)]: { origin: 'AWS_KMS' },
      [keyId(14)]: { key_state: 'PendingDeletion' },
      [keyId(15)]: { multi_region: replica },
      [keyId(16)]: { creation_date: now },
    };
    const { orphans, notices, calls } = await find({
      aliases: () => found([alias(), alias({ name: 'alias/billing', target_key_id: keyId(20) })]),
      keyIds: () => found([keyId(1), keyId(2), ...Object.keys(states), keyId(20)]),
      keys: (id) => found(kmsKey(id, states[id])),
    });
    expect(orphans).toEqual([10, 11, 12].map((number) => ({ alias: null, key_id: keyId(number) })));
    expect(notices).toMatchObject([
      { code: 'orphan_key', message: expect.stringContaining('less than a minute old') },
    ]);
    expect(calls).toMatchObject({ keyIds: 1, key: 7, aliases: 0 });
  });

  test('at most 1,000 are looked at, and the rest is spoken of', async () => {
    const { notices, calls } = await find({
      keyIds: () => found(Array.from({ length: 1_500 }, (_, index) => keyId(100 + index))),
      keys: (id) => found(kmsKey(id, { origin: 'AWS_KMS' })),
    });
    expect(calls['key']).toBe(1000);
    expect(notices).toMatchObject([{ code: 'orphan_key', message: expect.stringContaining('500 keys') }]);
  });

  test.each<[string, FakeAws, string]>([
    ['the keys', { keyIds: () => denied('kms:ListKeys') }, 'kms:ListKeys'],
    ['the aliases', { aliases: () => denied('kms:ListAliases') }, 'kms:ListAliases'],
    [
      'a key',
      { keyIds: () => found([keyId(9)]), keys: () => denied('kms:DescribeKey') },
      '1 key without an alias was not read',
    ],
  ])('who may not read %s is told so', async (_, aws, words) => {
    const { orphans, notices } = await find(aws);
    expect(orphans).toEqual([]);
    expect(notices).toMatchObject([{ code: 'orphan_key', message: expect.stringContaining(words) }]);
  });

  test('none is looked at when time is up', async () => {
    const { calls } = await find({ keyIds: () => found([keyId(9)]) }, 0);
    expect(calls['key']).toBe(0);
  });
});

function report(
  orphans: readonly { alias: string | null; key_id: string | null }[],
  next: string | null = null,
) {
  return buildReport({
    region,
    account_id: account,
    principal_arn: null,
    checked_at: now,
    keys: [],
    permissions: [],
    limits: [],
    orphans,
    findings: [],
    notices: [],
    next,
  });
}

describe('orphans of several reports', () => {
  const one = { alias: null, key_id: keyId(1) };
  const two = { alias: null, key_id: keyId(2) };

  test('a key is one when every report says so', () => {
    expect(mergeReports([report([one, two]), report([two])]).orphans).toEqual([two]);
  });

  test('the last call of a sequence has looked for them', () => {
    expect(joinContinuation([report([], 'more'), report([one])]).orphans).toEqual([one]);
  });
});

describe('what Vault has and nobody declared', () => {
  const stray = { alias: 'alias/hashicorp/other-one-1690000000', key_id: keyId(3) };
  const known = { alias: 'alias/hashicorp/known-1690000000', key_id: keyId(4) };
  const at = { id: 'keymgmt/kms/aws', mount: 'keymgmt', keys: [], providers: [] };

  test('is named, and its alias is no orphan', () => {
    const told = addUnchecked(report([stray, known]), { ...at, keys: ['known'] });
    expect(told).toMatchObject({ status: 'pass', orphans: [stray] });
    expect(told.notices).toEqual([
      {
        code: 'unchecked',
        id: 'keymgmt/kms/aws',
        message: 'Vault also has known on keymgmt/kms/aws, undeclared and not checked.',
      },
    ]);
  });

  test('may have numbers in its name', () => {
    const numbered = { alias: 'alias/hashicorp/db-2-eu-1690000000', key_id: keyId(5) };
    const orphans = (keys: readonly string[]) => addUnchecked(report([numbered]), { ...at, keys }).orphans;
    expect(orphans(['db-2-eu'])).toEqual([]);
    expect(orphans(['db', 'db-2', 'db-eu', 'db-eu-1690000000'])).toEqual([numbered]);
  });

  test('may be a whole provider, or many keys', () => {
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    const told = addUnchecked(report([]), { ...at, keys, providers: ['aws-eu'] });
    expect(told.notices.map(({ message }) => message)).toMatchObject([
      expect.stringContaining('key-9 and 2 more'),
      expect.stringContaining('aws-eu on keymgmt'),
    ]);
  });

  test('is nothing to speak of when there is nothing', () => {
    expect(addUnchecked(report([stray]), at)).toEqual(report([stray]));
  });
});
