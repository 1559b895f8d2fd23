import type { Expectation } from '../model/expectation.ts';

/** The limits of one call; a single key beyond them has a call of its own. */
export interface BatchLimits {
  /** Of the keys as JSON. */
  readonly bytes: number;
  /** Key versions: the report grows with them. */
  readonly versions: number;
}

/** Keys in batches that are within the limits, in their order. */
export function batchesOf(
  expectations: readonly Expectation[],
  { bytes, versions }: BatchLimits,
): Expectation[][] {
  const batches: Expectation[][] = [];
  let batchBytes = 0;
  let batchVersions = 0;
  for (const expectation of expectations) {
    const size = Buffer.byteLength(JSON.stringify(expectation)) + 1;
    const count = Object.keys(expectation.versions).length;
    if (batches.length === 0 || batchBytes + size > bytes || batchVersions + count > versions) {
      batches.push([]);
      batchBytes = 0;
      batchVersions = 0;
    }
    batches.at(-1)!.push(expectation);
    batchBytes += size;
    batchVersions += count;
  }
  return batches;
}
