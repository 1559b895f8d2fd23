import { describe, expect, test } from '@jest/globals';
import { found } from '../../../src/model/evidence.ts';
import type { Expectation } from '../../../src/model/expectation.ts';
import { joinContinuation } from '../../../src/verify/build-report.ts';
import { verify } from '../../../src/verify/verify.ts';
import type { VerifyRequest } from '../../../src/verify/verify-request.ts';
import { fakeClock } from '../support/clock.ts';
import {
  alias,
  defaultPolicy,
  expectation,
  keyId,
  kmsKey,
  now,
  region,
  vaultUser,
} from '../support/fixtures.ts';
import { fakeReader } from '../support/reader.ts';
import { decisionOn, oneKey, report } from './decide.ts';
import { policyWorld } from './policy-world.ts';

const everything = [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }];

function keys(count: number): Expectation[] {
  return Array.from({ length: count }, (_, index) =>
    expectation({
      name: `key-${String(index).padStart(4, '0')}`,
      alias: `alias/hashicorp/key-${String(index).padStart(4, '0')}-1700000000`,
      versions: { '2': keyId(index) },
      min_enabled_version: 0,
    }),
  );
}

/** All keys are as they should be; the key policy of one of them denies DisableKey. */
function world(expectations: readonly Expectation[], closed: string | null) {
  const Deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'kms:DisableKey', Resource: '*' };
  return {
    ...policyWorld({
      identity: everything,
      keys: (id) => ({
        ...defaultPolicy,
        Statement: id === closed ? [...defaultPolicy.Statement, Deny] : defaultPolicy.Statement,
      }),
    }),
    keys: (id: string) => found(kmsKey(id)),
    aliases: () =>
      found(expectations.map(({ alias: name, versions }) => alias({ name, target_key_id: versions['2']! }))),
  };
}

/** Every report of a check that is continued until it is complete. */
async function inPieces(
  expectations: readonly Expectation[],
  closed: string | null,
  changes: Partial<VerifyRequest>,
  keysPerCall: number,
) {
  const reports = [];
  for (let next: string | null = null; reports.length < 50; ) {
    const clock = fakeClock(now);
    let read = 0;
    const { reader } = fakeReader({
      ...world(expectations, closed),
      keys: (id) => {
        if (++read === keysPerCall) clock.advance(10_000);
        return found(kmsKey(id));
      },
    });
    const part = await verify(
      {
        region,
        expectations,
        principal_arn: vaultUser,
        audits_verifier: false,
        account_id: null,
        depth: 'standard',
        exhaustive: false,
        providers: null,
        min_keys: null,
        permissions: { sets: ['vault'], actions: [], method: 'auto', history: false },
        ...changes,
        next,
      },
      { reader, clock, deadline: new Date(Date.parse(now) + 5_000), concurrency: 1 },
    );
    reports.push(part);
    if (part.next === undefined) return { whole: joinContinuation(reports), calls: reports.length };
    next = part.next;
  }
  throw new Error('the check does not end');
}

describe('a denial on key 3', () => {
  test.each(['standard', 'full'] as const)('is found in one piece and in several, at %s', async (depth) => {
    const expectations = keys(15);
    const one = await inPieces(expectations, keyId(3), { depth }, 1_000);
    expect(one.calls).toBe(1);
    expect(decisionOn(one.whole, 'kms:DisableKey').decision).toBe('denied');
    const several = await inPieces(expectations, keyId(3), { depth }, 4);
    expect(several.calls).toBeGreaterThan(1);
    expect(several.whole.permissions).toEqual(one.whole.permissions);
  });
});

test('the sample of a continued check is the one of a check in one piece', async () => {
  const expectations = keys(200);
  for (const closed of [keyId(0), keyId(10), keyId(11), keyId(190)]) {
    const one = await inPieces(expectations, closed, {}, 1_000);
    const several = await inPieces(expectations, closed, {}, 60);
    expect(several.calls).toBeGreaterThan(1);
    expect(several.whole.permissions).toEqual(one.whole.permissions);
    expect(several.whole.limits).toEqual(one.whole.limits);
  }
});

test('the report says how many keys it was decided on', async () => {
  const expectations = keys(3_000);
  const { report: standard } = await report(world(expectations, null), { expectations });
  expect(standard.limits.find(({ code }) => code === 'sample')?.message).toContain('20 of 3,000 KMS keys');
  const few = keys(20);
  const { report: small } = await report(world(few, null), { expectations: few });
  expect(small.limits.find(({ code }) => code === 'sample')).toBeUndefined();
});

test('depth full decides on every key and alias', async () => {
  const expectations = keys(60);
  const { report: given } = await report(world(expectations, keyId(59)), { expectations, depth: 'full' });
  expect(decisionOn(given, 'kms:DisableKey').decision).toBe('denied');
  const name = expectations[59]!.alias;
  const identity = [
    ...everything,
    { Effect: 'Deny', Action: 'kms:DeleteAlias', Resource: `arn:aws:kms:*:*:${name}` },
  ];
  const { report: other } = await report(
    { ...world(expectations, null), ...policyWorld({ identity }) },
    { expectations, depth: 'full' },
  );
  expect(decisionOn(other, 'kms:DeleteAlias').decision).toBe('denied');
});

test("one key's own call shows nothing about another", async () => {
  const expectations = keys(3);
  const identity = [
    ...everything,
    { Effect: 'Deny', Action: 'kms:GetPublicKey', Resource: `arn:aws:kms:*:*:key/${keyId(2)}` },
  ];
  const { report: given } = await report(
    {
      ...world(expectations, null),
      ...policyWorld({ identity }),
      identity: () => found({ account_id: '111122223333', arn: vaultUser }),
      publicKey: () => found(''),
      keys: (id) => found(kmsKey(id, id === keyId(2) ? { key_state: 'Disabled' } : {})),
    },
    { expectations, permissions: { sets: ['terraform'], actions: [], method: 'auto', history: false } },
  );
  expect(decisionOn(given, 'kms:GetPublicKey').decision).toBe('denied');
});

describe('replica regions', () => {
  const replicated = { expectations: [oneKey({ replica_regions: ['eu-west-1'] })] };
  const home = { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } };

  test.each(['kms:CreateKey', 'kms:GetParametersForImport', 'kms:ImportKeyMaterial'])(
    '%s is decided in each of them',
    async (action) => {
      const identity = [
        { Effect: 'Allow', NotAction: action, Resource: '*' },
        { Effect: 'Allow', Action: action, Resource: '*', Condition: home },
      ];
      const { report: given } = await report(policyWorld({ identity }), replicated);
      expect(given.permissions.filter(({ decision }) => decision === 'denied')).toMatchObject([
        { action, message: expect.stringContaining('eu-west-1') },
      ]);
      const { report: single } = await report(policyWorld({ identity }));
      expect(decisionOn(single, action).decision).toBe('allowed');
    },
  );

  test('ReplicateKey is decided for each of them', async () => {
    const Condition = { StringEquals: { 'kms:ReplicaRegion': 'eu-west-1' } };
    const identity = [
      { Effect: 'Allow', NotAction: 'kms:ReplicateKey', Resource: '*' },
      { Effect: 'Allow', Action: 'kms:ReplicateKey', Resource: '*', Condition },
    ];
    const permissions = {
      sets: ['multi_region'] as const,
      actions: [],
      method: 'auto' as const,
      history: false,
    };
    const decided = async (replica_regions: string[]) =>
      decisionOn(
        (
          await report(policyWorld({ identity }), {
            expectations: [oneKey({ replica_regions })],
            permissions,
          })
        ).report,
        'kms:ReplicateKey',
      ).decision;
    expect(await decided(['eu-west-1'])).toBe('allowed');
    expect(await decided(['eu-west-1', 'eu-north-1'])).toBe('denied');
  });
});

test('each kind of key that Vault makes is decided', async () => {
  const Condition = { StringEquals: { 'kms:KeySpec': 'SYMMETRIC_DEFAULT' } };
  const identity = [
    { Effect: 'Allow', NotAction: 'kms:CreateKey', Resource: '*' },
    { Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*', Condition },
  ];
  const rsa = expectation({ name: 'rsa', type: 'rsa-2048', versions: { '1': keyId(7) } });
  const { report: symmetric } = await report(policyWorld({ identity }));
  expect(decisionOn(symmetric, 'kms:CreateKey').decision).toBe('allowed');
  const { report: both } = await report(policyWorld({ identity }), { expectations: [oneKey(), rsa] });
  expect(decisionOn(both, 'kms:CreateKey').decision).toBe('denied');
});
