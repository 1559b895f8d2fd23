import type { PlanEvidence } from './plan-evidence.ts';
import type { PlanPart } from './plan-part.ts';

/** What a plan for `apply` depends on, besides the declaration and the observed state. */
export interface PlanOptions {
  /** Remove undeclared distributions and providers from the declared mounts. */
  readonly prune: boolean;
  /** Whether declared credentials are written again to a provider that exists. */
  readonly update_credentials: 'always' | 'on_create';
  /** Keys older than their `rotate_after` at this time get a notice. */
  readonly now: Date;
  /** What checking the declared credentials found; it counts only where they would be written. */
  readonly credentials: Pick<PlanPart, 'refusals' | 'notices'>;
  /** What AWS and Vault answered beyond the engine. */
  readonly evidence: PlanEvidence;
}
