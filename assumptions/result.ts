import type { AssumptionId } from './catalogue.ts';

/** What a run of `npm run conformance` found; a file of `assumptions/results/`. */
export interface ConformanceResult {
  readonly schema_version: 1;
  /** As Vault reports it, such as `2.0.0+ent`. */
  readonly vault_version: string;
  /** RFC 3339. */
  readonly date: string;
  readonly results: Readonly<Record<AssumptionId, Verdict>>;
}

/** `confirmed`: the default answer; `refuted`: another one; `inconclusive`: no answer, and why. */
type Verdict =
  | { readonly status: 'confirmed'; readonly answer: string }
  | { readonly status: 'refuted'; readonly answer: string; readonly observed: string }
  | { readonly status: 'inconclusive'; readonly reason: string };
