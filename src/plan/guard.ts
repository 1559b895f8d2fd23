import { RunError } from '../model/errors.ts';
import type { Plan, Step } from '../model/plan.ts';
import { withRemedy } from '../model/problem.ts';

export interface Guards {
  /** Full ids: a provider's covers the distributions of the plan that are on it; a key's, that it is created anew. */
  readonly confirm: readonly string[];
  /** The digest of the plan that was approved; empty: none was asked for. */
  readonly expected_plan_digest: string;
}

/** The guard violation that stops a plan before its first write; `null` when there is none. */
export function guardError(plan: Plan, { confirm, expected_plan_digest }: Guards): RunError | null {
  const blocked = blockedError(plan);
  if (blocked !== null) return blocked;
  if (expected_plan_digest !== '' && expected_plan_digest !== plan.digest) {
    return new RunError(
      'plan_changed',
      `The digest of the plan is ${plan.digest}, but ${expected_plan_digest} is expected: Vault or the declaration has changed, or that is the digest of another plan. Nothing was written.`,
      'Review the plan above, approve it, and pass its digest in expected_plan_digest.',
    );
  }
  const lost = plan.notices.filter(({ code, id }) => code === 'key_lost' && !confirm.includes(id));
  if (lost.length > 0) return keysLost(lost.map(({ id }) => id));
  const missing = stepsToConfirm(plan, confirm).map((step) => step.id);
  if (missing.length === 0) return null;
  return new RunError(
    'not_confirmed',
    `The plan removes ${missing.join(', ')}, and confirm ${confirm.length === 0 ? 'is empty' : `lists only ${confirm.join(', ')}`}. Nothing was written.`,
    'List these ids in confirm, one per line. The id of a provider covers the keys that the plan removes from it. After the waiting period, everything encrypted under their KMS keys is lost, although the keys stay in Vault; the alias of a new distribution is another one.',
  );
}

/** A mount that was lost or replaced is not filled with new keys under the names of the old ones by accident. */
function keysLost(ids: readonly string[]): RunError {
  return new RunError(
    'keys_lost',
    `KMS still has aliases of ${ids.join(', ')}, which Vault no longer has: the mount may have been replaced, or Vault restored without these keys. Nothing was written.`,
    'Restore Vault, or declare other names. To create keys with new key material under these names, list their ids in confirm, one per line.',
  );
}

/** The error for a blocked plan; `null` when nothing blocks it. */
export function blockedError({ refusals }: Plan): RunError | null {
  if (refusals.length === 0) return null;
  return new RunError('plan_refused', refusals.map(withRemedy).join('\n'), 'Nothing was written.');
}

/** The removals that `confirm` does not list. */
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
