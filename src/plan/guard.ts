import { RunError } from '../model/errors.ts';
import type { Plan, Step } from '../model/plan.ts';
import { withRemedy } from '../model/problem.ts';

export interface Guards {
  /** Full ids: a provider's covers the distributions of the plan that are on it. */
  readonly confirm: readonly string[];
  /** The digest of the plan that was approved; empty: none was asked for. */
  readonly expected_plan_digest: string;
}

/** What a plan may not be carried out for, before its first write; `null` when nothing stands against it. */
export function guardError(plan: Plan, { confirm, expected_plan_digest }: Guards): RunError | null {
  const refused = blockedError(plan);
  if (refused !== null) return refused;
  if (expected_plan_digest !== '' && expected_plan_digest !== plan.digest) {
    return new RunError(
      'plan_changed',
      `The plan's digest is ${plan.digest}, but ${expected_plan_digest} was approved: Vault or the declaration has changed since. Nothing was written.`,
      'Look at the plan above, approve it, and pass its digest as expected_plan_digest.',
    );
  }
  const missing = stepsToConfirm(plan, confirm).map((step) => step.id);
  if (missing.length === 0) return null;
  return new RunError(
    'not_confirmed',
    `The plan takes away ${missing.join(', ')}, and that was not confirmed. Nothing was written.`,
    'Write these ids into confirm, one a line; a provider’s id covers the keys that the plan takes out of it.',
  );
}

/** A plan with a refusal is not carried out; `null` when it has none. */
export function blockedError({ refusals }: Plan): RunError | null {
  if (refusals.length === 0) return null;
  return new RunError('plan_refused', refusals.map(withRemedy).join('\n'), 'Nothing was written.');
}

/** The steps that take something away and that nobody confirmed. */
function stepsToConfirm(plan: Plan, confirmed: readonly string[]): Step[] {
  const ids = new Set(confirmed);
  return plan.steps.filter(
    ({ op, id }) =>
      (op === 'remove_distribution' && !ids.has(id) && !ids.has(providerOf(id))) ||
      (op === 'delete_provider' && !ids.has(id)),
  );
}

/** `keymgmt/kms/aws/key/db` → `keymgmt/kms/aws`: names hold no slash, so the last two parts are the key's. */
function providerOf(distribution: string): string {
  return distribution.split('/').slice(0, -2).join('/');
}
