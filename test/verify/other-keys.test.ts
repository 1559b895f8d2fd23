import { expect, test } from '@jest/globals';
import { found } from '../../src/model/evidence.ts';
import { verify } from '../../src/verify/verify.ts';
import type { VerifyRequest } from '../../src/verify/verify-request.ts';
import { fakeClock } from './support/clock.ts';
import { account, alias, expectation, keyId, kmsKey, now, region } from './support/fixtures.ts';
import { fakeReader } from './support/reader.ts';

const keys = [1, 2].map((number) =>
  expectation({
    name: `key-${number}`,
    alias: `alias/hashicorp/key-${number}-1700000000`,
    latest_version: 1,
    min_enabled_version: 1,
    versions: { '1': keyId(number) },
  }),
);

/** A check in a region with a further key, which no distribution accounts for. */
async function check(changes: Partial<VerifyRequest>, timeLeft: number | null = 60_000) {
  const clock = fakeClock(now);
  const { reader, calls } = fakeReader({
    keys: (id) => {
      clock.advance(1);
      return found(kmsKey(id));
    },
    aliases: () =>
      found(keys.map(({ alias: name, versions }) => alias({ name, target_key_id: versions['1']! }))),
    keyIds: () => found([keyId(1), keyId(2), keyId(9)]),
  });
  const request: VerifyRequest = {
    ...{ region, expectations: keys, providers: null, min_keys: null, principal_arn: null },
    ...{ audits_verifier: false, account_id: account, depth: 'full', exhaustive: true },
    ...{ permissions: null, next: null },
    ...changes,
  };
  const deadline = timeLeft === null ? null : new Date(Date.parse(now) + timeLeft);
  const report = await verify(request, { reader, clock, deadline, concurrency: 1 });
  return { report, calls };
}

test.each([
  ['with time left', 60_000],
  ['without a deadline', null],
])('a complete check in full, %s, searches the region for other keys', async (_, timeLeft) => {
  const { report, calls } = await check({}, timeLeft);
  expect(report).toMatchObject({
    complete: true,
    orphans: [{ alias: null, key_id: keyId(9) }],
    inventory: [{ total: 3, vault: 2, imported: 1 }],
  });
  expect(calls).toMatchObject({ key: 3, lastUsage: 3, keyIds: 1, keyCreators: 0 });
});

test.each<[string, Partial<VerifyRequest>, number, boolean]>([
  ['that has a part of what Vault has', { exhaustive: false }, 60_000, true],
  ['of depth standard', { depth: 'standard' }, 60_000, true],
  ['that ran out of time', {}, 1, false],
])('a check %s calls no key an orphan', async (_, changes, timeLeft, complete) => {
  const { report, calls } = await check(changes, timeLeft);
  expect(report).toMatchObject({ complete, orphans: [] });
  expect(report).not.toHaveProperty('inventory');
  expect(calls['keyIds']).toBe(0);
});
