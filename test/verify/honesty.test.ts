import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Evidence, FailureCause, KmsAlias, KmsKey } from '../../src/model/evidence.ts';
import { failed, found } from '../../src/model/evidence.ts';
import { verify } from '../../src/verify/verify.ts';
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
import { fakeReader, looker } from './support/reader.ts';

const causes: FailureCause[] = [
  'not_found',
  'denied',
  'expired',
  'no_credentials',
  'invalid_credentials',
  'wrong_partition',
  'unsupported',
  'throttled',
  'unreachable',
  'proxy',
  'tls',
  'timeout',
  'unavailable',
  'wrong_host',
  'aborted',
  'not_called',
  'other',
];

/** Whatever AWS says no to, mostly nothing. */
function mostly<T>(good: T): fc.Arbitrary<Evidence<T>> {
  const bad = fc
    .constantFrom(...causes)
    .map((cause) => failed<T>({ cause, code: cause, message: 'no', action: 'kms:Something' }));
  return fc.oneof({ weight: 12, arbitrary: fc.constant(found(good)) }, { weight: 1, arbitrary: bad });
}

/** A key that is as it should be, or off in some field. */
function mostlyRight(id: string): fc.Arbitrary<Evidence<KmsKey>> {
  const odd = fc.record(
    {
      key_state: fc.constantFrom('Enabled', 'Disabled', 'PendingImport', 'PendingDeletion', 'Nonsense', null),
      origin: fc.constantFrom('EXTERNAL', 'AWS_KMS', 'Nonsense', null),
      key_spec: fc.constantFrom('SYMMETRIC_DEFAULT', 'RSA_2048', 'Nonsense', null),
      key_usage: fc.constantFrom('ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'Nonsense', null),
      key_manager: fc.constantFrom('CUSTOMER', 'AWS', null),
      custom_key_store_id: fc.constantFrom(null, 'cks-1'),
      deletion_date: fc.constantFrom(null, '2024-02-01T00:00:00.000Z'),
      valid_to: fc.constantFrom(null, '2020-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'),
      arn: fc.constantFrom('', 'nonsense', kmsKey(id).arn),
    },
    { requiredKeys: [] },
  );
  return fc
    .oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: odd })
    .chain((changes) => mostly(kmsKey(id, { expiration_model: null, ...(changes as Partial<KmsKey>) })));
}

const aws = fc.record({
  identity: mostly({ account_id: account, arn: looker }),
  first: mostlyRight(keyId(1)),
  second: mostlyRight(keyId(2)),
  aliases: mostly<readonly KmsAlias[]>([alias()]),
  policy: mostly<unknown>(defaultPolicy),
  materials: mostly([{ id: 'a', state: 'CURRENT', import_state: 'IMPORTED', rotation_date: null }]),
  decision: fc.oneof(
    { weight: 4, arbitrary: fc.constant('allowed') },
    { weight: 1, arbitrary: fc.constantFrom('implicitDeny', 'explicitDeny', 'nonsense') },
  ),
  missing: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant(['aws:SourceIp']) },
  ),
  depth: fc.constantFrom('standard' as const, 'full' as const),
  canary: fc.boolean(),
  encrypted: mostly('AQID'),
  decrypted: fc.oneof(
    { weight: 8, arbitrary: mostly(`vault-keymgmt canary of ${keyId(2)}`) },
    { weight: 1, arbitrary: mostly('another text') },
  ),
  timeLeft: fc.constantFrom(-1, 0, 1_000_000),
});

/** The first version's is made in the run. */
const canaries = { '2': { ciphertext: 'AQID', made_at: '2023-11-14T22:13:20Z' } };

test('a report is never pass or compliant when any question was not answered to its end', async () => {
  let passed = 0;
  await fc.assert(
    fc.asyncProperty(aws, async (world) => {
      let unanswered = false;
      const noted = <T>(answer: Evidence<T>): Evidence<T> => {
        if (!answer.ok) unanswered = true;
        return answer;
      };
      const { reader } = fakeReader({
        identity: () => world.identity,
        keys: (id) => noted(id === keyId(1) ? world.first : world.second),
        aliases: () => noted(world.aliases),
        policy: () => noted(world.policy),
        materials: () => noted(world.materials),
        encrypt: () => noted(world.encrypted),
        decrypt: () => {
          if (world.decrypted.ok && world.decrypted.value === 'another text') unanswered = true;
          return noted(world.decrypted);
        },
        decision: () => ({ decision: world.decision, missing_context: world.missing }),
      });
      const clock = fakeClock(now);
      const report = await verify(
        {
          region,
          expectations: [expectation({ min_enabled_version: 1, canaries })],
          canary: world.canary,
          principal_arn: vaultUser,
          providers: null,
          min_keys: null,
          audits_verifier: false,
          account_id: null,
          depth: world.depth,
          exhaustive: true,
          permissions: { sets: ['vault'], actions: [], method: 'auto', history: false },
          next: null,
        },
        { reader, clock, deadline: new Date(Date.parse(now) + world.timeLeft), concurrency: 2 },
      );
      const { versions, passed: good } = report.summary;
      if (report.compliant) {
        passed++;
        expect(unanswered).toBe(false);
        expect(report.complete).toBe(true);
        expect(good).toBe(versions);
        expect(versions).toBe(2);
        expect(report.permissions.every(({ decision }) => decision === 'allowed')).toBe(true);
        expect(report.permissions).toHaveLength(11);
      }
      if (unanswered) expect(report.status === 'pass' && report.complete).toBe(false);
      for (const key of report.keys)
        for (const version of key.versions)
          expect(version.status === 'pass').toBe(version.findings.length === 0);
    }),
    { numRuns: 500 },
  );
  // The property would hold for a report that never passes, too.
  expect(passed).toBeGreaterThan(10);
});
