import { expect, test } from '@jest/globals';
import { found } from '../../src/model/evidence.ts';
import { indexAliases } from '../../src/verify/aliases.ts';
import { evaluateCollected } from '../../src/verify/recheck.ts';
import { alias, context, evidence, expectation, keyId, kmsKey, now } from './support/fixtures.ts';

/** How much of what was read a check keeps once a key is evaluated: `bench/memory-rows.mjs` has the megabytes. */

test.each([
  ['a key that passes', {}, false, null],
  ['a key that passes and that permissions are decided on', {}, true, 'pass'],
  ['a key that failed for good', { key_state: 'Disabled' }, false, null],
  ['a key that is being created', { key_state: 'Creating' }, false, 'fail'],
  ['a new key without its material', { key_state: 'PendingImport', creation_date: now }, false, 'fail'],
  ['an old key without its material', { key_state: 'PendingImport' }, false, null],
])('the evidence of %s', (_, changes, isSampled, kept) => {
  const one = expectation({ latest_version: 1, min_enabled_version: 1, versions: { '1': keyId(2) } });
  const { evaluation, collected } = evaluateCollected(
    { expectation: one, evidence: { '1': evidence(kmsKey(keyId(2), changes)) } },
    indexAliases(found([alias()])),
    { context, sampled: new Set(isSampled ? [one] : []) },
  );
  expect(collected === null ? null : evaluation.key.status).toBe(kept);
});
