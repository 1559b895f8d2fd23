import { createHash } from 'node:crypto';
import type { VersionEvidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import { collectKeyEvidence, type KeyEvidence } from './collect-evidence.ts';
import { cursorPosition, type Samples } from './cursor.ts';
import type { VerifyEffects, VerifyRequest } from './verify-request.ts';

/** The most keys that a cursor remembers: more key policies than this in one region are not expected. */
const most = 200;

/**
 * Remembers one key for each kind of KMS key: those with the same key policy, spec and usage get the same decisions.
 * A later call decides the permissions on these, so that its result is that of a single call.
 */
export function addSamples(samples: Samples, keys: readonly KeyEvidence[]): Samples {
  const all: Record<string, string> = { ...samples };
  for (const key of keys) {
    const kind = kindOf(key);
    if (Object.keys(all).length < most && !(kind in all)) all[kind] = cursorPosition(key.expectation);
  }
  return all;
}

/** Reads the keys at these positions again. */
export async function collectSamples(
  ordered: readonly Expectation[],
  positions: readonly string[],
  request: VerifyRequest,
  { reader }: VerifyEffects,
): Promise<KeyEvidence[]> {
  const wanted = new Set(positions);
  const policyRead = new Set<string>();
  return Promise.all(
    ordered
      .filter((expectation) => wanted.has(cursorPosition(expectation)))
      .map((expectation) => collectKeyEvidence(expectation, request, reader, policyRead)),
  );
}

function kindOf({ evidence }: KeyEvidence): string {
  const kinds = Object.values(evidence).map(kindOfVersion).sort();
  return createHash('sha256').update(kinds.join('\n')).digest('hex').slice(0, 12);
}

function kindOfVersion({ key, policy }: VersionEvidence): string {
  if (!key.ok) return key.failure.cause;
  const { key_id, key_spec, key_usage, multi_region } = key.value;
  const statements = policy === null ? 'not read' : policy.ok ? policy.value : policy.failure.cause;
  // A policy that names its own KMS key is the same policy on another one.
  const text = JSON.stringify(statements).replaceAll(key_id, '');
  return JSON.stringify([key_spec, key_usage, multi_region !== null, text]);
}
