import type { Desired } from '../model/desired.ts';
import type { Plan, PlanBlocker, Step } from '../model/plan.ts';
import { blocker } from '../plan/blockers.ts';
import { sealPlan } from '../plan/digest.ts';
import { targetOf } from '../plan/step-target.ts';
import type { Vault } from '../vault/http/vault.ts';
import { Keymgmt } from '../vault/keymgmt/keymgmt.ts';

/**
 * Refuses a removal that the token may not carry out, by what Vault says of its policies, so that nothing is half
 * removed. Asks nothing where the plan takes nothing away.
 */
export async function blockDeniedRemovals(plan: Plan, desired: Desired, vault: Vault): Promise<Plan> {
  const removals = plan.steps
    .filter(({ op }) => op === 'remove_distribution' || op === 'delete_provider')
    .map((step) => ({ step, target: targetOf(desired, step.id)! }));
  const refusals = await Promise.all(
    desired.mounts.map(async (mount) => {
      const here = removals.filter(({ target }) => target.mount === mount);
      if (here.length === 0) return [];
      const may = await new Keymgmt(vault, mount).mayDelete(here.map(({ target }) => target));
      return here.filter((_, index) => !may[index]).map(({ step }) => forbidden(step));
    }),
  );
  return refusals.flat().length === 0
    ? plan
    : sealPlan({ ...plan, refusals: [...plan.refusals, ...refusals.flat()] });
}

function forbidden({ id }: Step): PlanBlocker {
  return blocker(
    'permission_denied',
    id,
    `${id}: it is to be taken away, and the token has no "delete" on this path.`,
    'Give the token a policy that allows it: the policy command prints the least one for destroy.',
  );
}
