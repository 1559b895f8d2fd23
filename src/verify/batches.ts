import type { Expectation } from '../model/expectation.ts';

/** What one call may carry; a single key that is beyond it goes alone. */
export interface BatchLimits {
  /** Of the keys as JSON. */
  readonly bytes: number;
  /** Key versions: what the report grows with. */
  readonly versions: number;
}

/** Keys in batches that are within the limits, in their order. */
export function batchesOf(
  expectations: readonly Expectation[],
  { bytes, versions }: BatchLimits,
): Expectation[][] {
  const batches: Expectation[][] = [];
  let heavy = 0;
  let many = 0;
  for (const expectation of expectations) {
    const weight = Buffer.byteLength(JSON.stringify(expectation)) + 1;
    const count = Object.keys(expectation.versions).length;
    if (batches.length === 0 || heavy + weight > bytes || many + count > versions) {
      batches.push([]);
      heavy = 0;
      many = 0;
    }
    batches.at(-1)!.push(expectation);
    heavy += weight;
    many += count;
  }
  return batches;
}
