import { matchedAs, type PrincipalNames } from './principal.ts';
import { type AccessQuestion, matches, type NamedPolicy } from './statements.ts';

/** The kinds of policy that can deny a request, in AWS's terms. */
type Layer =
  | 'service control policy'
  | 'resource-based policy'
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy';

/** All policies that apply to one request. */
export interface PolicySet {
  readonly principal: PrincipalNames;
  /** The policies of the user or role; `null`: the root user, who is allowed everything. */
  readonly identity: readonly NamedPolicy[] | null;
  /** `null`: there is none; so for the next two. */
  readonly boundary: NamedPolicy | null;
  readonly session: readonly NamedPolicy[] | null;
  readonly scps: readonly NamedPolicy[] | null;
  /** The resource's own policy and its owner; `null` for resources that have none. */
  readonly resource: { readonly policy: NamedPolicy; readonly account: string } | null;
  /** Whether a grant on the KMS key allows the request. */
  readonly granted?: boolean;
}

export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly layer: Layer; readonly explicit: boolean };

const allowed: Decision = { allowed: true };
const denied = (layer: Layer, explicit = false): Decision => ({ allowed: false, layer, explicit });

/**
 * Whether a request is allowed, and which kind of policy denies it: an explicit deny in any policy, else the first layer
 * that must allow it and does not. Resource control policies and endpoint policies are not emulated.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(set: PolicySet, question: AccessQuestion): Decision {
  const evaluate = (policies: readonly NamedPolicy[]) => matches(policies, question);
  const scps = set.scps && evaluate(set.scps);
  const identity = set.identity && evaluate(set.identity);
  const boundary = set.boundary && evaluate([set.boundary]);
  const session = set.session && evaluate(set.session);
  const resource = evaluateResource(set, question);

  if (scps && scps.deny.length > 0) return denied('service control policy', true);
  if (resource.denied) return denied('resource-based policy', true);
  if (identity && identity.deny.length > 0) return denied('identity-based policy', true);
  if (boundary && boundary.deny.length > 0) return denied('permissions boundary', true);
  if (session && session.deny.length > 0) return denied('session policy', true);

  if (scps && scps.allow.length === 0) return denied('service control policy');
  if (set.granted) return allowed;
  const sameAccount = set.resource === null || set.resource.account === set.principal.account;
  // Within one account, a resource policy that names the user or session is sufficient.
  if (sameAccount && resource.grant === 'itself') return allowed;
  const granted = sameAccount && resource.grant === 'role';
  if (set.resource !== null && resource.grant === null) return denied('resource-based policy');
  if (!granted && identity && identity.allow.length === 0) return denied('identity-based policy');
  if (boundary && boundary.allow.length === 0) return denied('permissions boundary');
  if (session && session.allow.length === 0) return denied('session policy');
  return allowed;
}

function evaluateResource({ resource, principal }: PolicySet, question: AccessQuestion) {
  if (resource === null) return { denied: false, grant: null };
  const { allow, deny } = matches([resource.policy], question);
  const grants = allow.map(({ statement }) => matchedAs(statement, principal));
  return {
    denied: deny.some(({ statement }) => matchedAs(statement, principal) !== null),
    grant: (['itself', 'role', 'account'] as const).find((one) => grants.includes(one)) ?? null,
  };
}
