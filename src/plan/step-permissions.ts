import type { Op, Plan, PlanBlocker, Step } from '../model/plan.ts';
import { blocker } from './blockers.ts';
import { sealPlan } from './digest.ts';

/** The capability that a removal needs on the path of its id. */
const needed: Partial<Record<Op, string>> = { remove_distribution: 'delete', delete_provider: 'delete' };

/** The paths whose capabilities decide whether the token may execute the plan. */
export function pathsToCheck({ steps }: Plan): string[] {
  return steps.filter(({ op }) => needed[op] !== undefined).map(({ id }) => id);
}

/**
 * Blocks the steps that the token may not execute, so that nothing is half removed.
 *
 * @param capabilities by path; a path without an entry is unknown, and blocks nothing
 */
export function blockDeniedSteps(plan: Plan, capabilities: ReadonlyMap<string, readonly string[]>): Plan {
  const denied = plan.steps.flatMap((step) => deniedBy(step, capabilities));
  return denied.length === 0 ? plan : sealPlan({ ...plan, refusals: [...plan.refusals, ...denied] });
}

function deniedBy({ op, id }: Step, capabilities: ReadonlyMap<string, readonly string[]>): PlanBlocker[] {
  const capability = needed[op];
  const held = capabilities.get(id);
  if (capability === undefined || held === undefined) return [];
  if (held.includes(capability) || held.includes('root')) return [];
  return [
    blocker(
      'permission_denied',
      id,
      `${id}: the plan removes it, and the token has no "${capability}" on this path.`,
      'Attach a policy that allows it: the policy command prints the least-privilege policy for destroy.',
    ),
  ];
}
