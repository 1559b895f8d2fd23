import type { Desired } from '../model/desired.ts';
import { mountId } from '../model/id.ts';
import type { Op, Plan, PlanBlocker, Step } from '../model/plan.ts';
import { blocker } from './blockers.ts';
import { sealPlan } from './digest.ts';
import { targetOf } from './step-target.ts';

/** What a step needs of the token on one path: at least one of the capabilities. */
interface Need {
  readonly path: string;
  readonly anyOf: readonly string[];
}

const write = ['create', 'update'];
const remove = ['delete'];

/**
 * The requests of each step, as capabilities on paths.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/policies#capabilities
 */
const needs: Readonly<Record<Op, (id: string, desired: Desired) => readonly Need[]>> = {
  enable_mount: (id, desired) => [{ path: mountEndpoint(id, desired), anyOf: write }],
  create_key: (id) => [{ path: id, anyOf: write }],
  update_key: (id) => [{ path: id, anyOf: write }],
  register_provider: (id) => [{ path: id, anyOf: write }],
  refresh_credentials: (id) => [{ path: id, anyOf: write }],
  distribute: (id) => [
    { path: id, anyOf: write },
    { path: id, anyOf: ['read'] },
  ],
  replicate: (id) => [{ path: `${id}/replicate`, anyOf: write }],
  rotate: (id) => [{ path: `${id}/rotate`, anyOf: write }],
  remove_distribution: (id) => [{ path: id, anyOf: remove }],
  delete_provider: (id) => [{ path: id, anyOf: remove }],
};

/** The paths whose capabilities decide whether the token may execute the plan, each once. */
export function pathsToCheck({ steps }: Plan, desired: Desired): string[] {
  return [...new Set(steps.flatMap(({ op, id }) => needs[op](id, desired).map(({ path }) => path)))];
}

/**
 * Blocks the steps that the token may not execute, so that nothing is half done.
 *
 * @param capabilities by path; a path without an entry is unknown, and blocks nothing
 */
export function blockDeniedSteps(
  plan: Plan,
  desired: Desired,
  capabilities: ReadonlyMap<string, readonly string[]>,
): Plan {
  const denied = plan.steps.flatMap((step) => deniedBy(step, desired, capabilities));
  return denied.length === 0 ? plan : sealPlan({ ...plan, refusals: [...plan.refusals, ...denied] });
}

function deniedBy(
  { op, id }: Step,
  desired: Desired,
  capabilities: ReadonlyMap<string, readonly string[]>,
): PlanBlocker[] {
  const missing = needs[op](id, desired).filter(({ path, anyOf }) => {
    const held = capabilities.get(path);
    return held !== undefined && !held.includes('root') && !anyOf.some((one) => held.includes(one));
  });
  return missing.map(({ path, anyOf }) =>
    blocker(
      'permission_denied',
      id,
      `${op} ${id}: the token lacks ${anyOf.map((one) => `"${one}"`).join(' or ')} on ${path}.`,
      'Attach a policy that allows it: the policy command prints the least-privilege policy of each command.',
    ),
  );
}

function mountEndpoint(id: string, desired: Desired): string {
  const { namespace, path } = targetOf(desired, id)!.mount;
  return mountId({ namespace, path: `sys/mounts/${path}` });
}
