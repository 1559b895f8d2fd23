import type { PlanEvidence } from './plan-evidence.ts';
import type { PlanPart } from './plan-part.ts';

/** What a plan for `apply` depends on, beside what is declared and what is in Vault. */
export interface PlanOptions {
  /** Take what nobody declares out of the declared mounts. */
  readonly prune: boolean;
  /** Whether declared credentials are written again to a provider that exists. */
  readonly update_credentials: 'always' | 'on_create';
  /** Keys past their `rotate_after` at this time are noticed. */
  readonly now: Date;
  /** What proving the declared credentials brought out; it counts where they would be written. */
  readonly credentials: Pick<PlanPart, 'refusals' | 'notices'>;
  /** What AWS and Vault say beyond the engine itself. */
  readonly evidence: PlanEvidence;
}
