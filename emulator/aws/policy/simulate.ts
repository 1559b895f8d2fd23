import type { Context } from './context.ts';
import { type Match, type Matches, matches, type NamedPolicy } from './statements.ts';

export type SimulatedDecision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** The policies that AWS's simulator evaluates: no session policies and no resource policies. */
export interface SimulatedPolicies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary: readonly NamedPolicy[] | null;
  readonly scps: readonly NamedPolicy[] | null;
}

export interface Simulation {
  readonly resource: string;
  readonly decision: SimulatedDecision;
  /** Without statements of service control policies. */
  readonly matched: readonly Match[];
  readonly missing: readonly string[];
  /** `null`: there is no boundary; no organization. */
  readonly allowed_by_boundary: boolean | null;
  readonly allowed_by_organization: boolean | null;
}

/**
 * Simulates one action on one resource. A denial by an SCP has its own field; the decision is then `implicitDeny`, because
 * no statement of the account's own policies caused it.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
export function simulate(
  policies: SimulatedPolicies,
  action: string,
  resource: string,
  context: Context,
): Simulation {
  const evaluate = (list: readonly NamedPolicy[]) => matches(list, { action, resource, context });
  const identity = evaluate(policies.identity);
  const boundary = policies.boundary && evaluate(policies.boundary);
  const organization = policies.scps && permits(evaluate(policies.scps));
  const denials = [...identity.deny, ...(boundary?.deny ?? [])];
  const common = {
    resource,
    missing: [...new Set([...identity.missing, ...(boundary?.missing ?? [])])],
    allowed_by_boundary: boundary && permits(boundary),
    allowed_by_organization: organization,
  };
  if (organization === false) return { ...common, decision: 'implicitDeny', matched: [] };
  if (denials.length > 0) return { ...common, decision: 'explicitDeny', matched: denials };
  const allowed = identity.allow.length > 0 && common.allowed_by_boundary !== false;
  return {
    ...common,
    decision: allowed ? 'allowed' : 'implicitDeny',
    matched: allowed ? identity.allow : [],
  };
}

/** The most restrictive of the decisions. */
export function aggregate(decisions: readonly SimulatedDecision[]): SimulatedDecision {
  return (['explicitDeny', 'implicitDeny'] as const).find((one) => decisions.includes(one)) ?? 'allowed';
}

function permits({ allow, deny }: Matches): boolean {
  return allow.length > 0 && deny.length === 0;
}
