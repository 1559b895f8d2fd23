import type { Plan, Step } from '../model/plan.ts';

/**
 * The steps that take something away and that nobody confirmed.
 *
 * @param confirmed full ids: a provider's covers the distributions of the plan that are on it
 */
export function unconfirmed(plan: Plan, confirmed: readonly string[]): Step[] {
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
