import type { Expectation } from '../../model/expectation.ts';

/** At the depth `standard`, so many KMS keys are examined in place of all. */
const sampleSize = 20;

/** One KMS key of Vault's record. */
interface RecordedKey {
  readonly expectation: Expectation;
  readonly version: number;
  readonly key_id: string;
}

export interface KeySample {
  readonly keys: readonly RecordedKey[];
  /** How many KMS keys the record has. */
  readonly total: number;
}

/**
 * The KMS keys that permissions are decided on: all at the depth `full`, else a sample, evenly spread. It depends on
 * the expectations and their order alone, so that each call of a continued run draws the same one.
 */
export function sampleKeys(expectations: readonly Expectation[], depth: 'standard' | 'full'): KeySample {
  const all = expectations.flatMap((expectation) =>
    Object.entries(expectation.versions)
      .map(([version, key_id]) => ({ expectation, version: Number(version), key_id }))
      .sort((a, b) => a.version - b.version),
  );
  if (depth === 'full' || all.length <= sampleSize) return { keys: all, total: all.length };
  const keys = Array.from(
    { length: sampleSize },
    (_, index) => all[Math.floor((index * all.length) / sampleSize)]!,
  );
  return { keys, total: all.length };
}
