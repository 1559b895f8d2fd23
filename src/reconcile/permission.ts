import type { Desired } from '../model/desired.ts';
import type { Plan, Refusal, Step } from '../model/plan.ts';
import { Keymgmt } from '../vault/keymgmt.ts';
import type { Vault } from '../vault/vault.ts';
import { sealPlan } from './digest.ts';
import { refusal } from './refusals.ts';
import { locate } from './target.ts';

/**
 * Refuses a removal that the token may not carry out, by what Vault says of its policies, so that nothing is half
 * removed. Asks nothing where the plan takes nothing away.
 */
export async function refuseForbiddenRemovals(plan: Plan, desired: Desired, vault: Vault): Promise<Plan> {
  const removals = plan.steps
    .filter(({ op }) => op === 'remove_distribution' || op === 'delete_provider')
    .map((step) => ({ step, target: locate(desired, step.id)! }));
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

function forbidden({ id }: Step): Refusal {
  return refusal(
    'permission_denied',
    id,
    `${id}: it is to be taken away, and the token has no "delete" on this path.`,
    'Give the token a policy that allows it: the policy command prints the least one for destroy.',
  );
}
