import type { PrincipalNames } from './principal.ts';
import { namedAs } from './principal.ts';
import type { NamedPolicy, Question } from './statements.ts';
import { matches } from './statements.ts';

/** The kinds of policy that may refuse a request, in AWS's words. */
type Layer =
  | 'service control policy'
  | 'resource-based policy'
  | 'identity-based policy'
  | 'permissions boundary'
  | 'session policy';

/** All policies that have a say in one request. */
export interface PolicySet {
  readonly principal: PrincipalNames;
  /** The policies of the user or role; `null`: an account's root user, who may do everything. */
  readonly identity: readonly NamedPolicy[] | null;
  /** `null`: there is none; so for the next two. */
  readonly boundary: NamedPolicy | null;
  readonly session: readonly NamedPolicy[] | null;
  readonly scps: readonly NamedPolicy[] | null;
  /** The resource's own policy and its owner; `null` for resources that have none. */
  readonly resource: { readonly policy: NamedPolicy; readonly account: string } | null;
}

export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly layer: Layer; readonly explicit: boolean };

const allowed: Decision = { allowed: true };
const refused = (layer: Layer, explicit = false): Decision => ({ allowed: false, layer, explicit });

/**
 * Whether a request is allowed, and which kind of policy refuses it: an explicit denial in any of them, else
 * the first that should allow it and does not. Grants, resource control policies and endpoint policies are not
 * part of this AWS.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(set: PolicySet, question: Question): Decision {
  const judge = (policies: readonly NamedPolicy[]) => matches(policies, question);
  const scps = set.scps && judge(set.scps);
  const identity = set.identity && judge(set.identity);
  const boundary = set.boundary && judge([set.boundary]);
  const session = set.session && judge(set.session);
  const resource = judgeResource(set, question);

  if (scps && scps.deny.length > 0) return refused('service control policy', true);
  if (resource.denied) return refused('resource-based policy', true);
  if (identity && identity.deny.length > 0) return refused('identity-based policy', true);
  if (boundary && boundary.deny.length > 0) return refused('permissions boundary', true);
  if (session && session.deny.length > 0) return refused('session policy', true);

  if (scps && scps.allow.length === 0) return refused('service control policy');
  const sameAccount = set.resource === null || set.resource.account === set.principal.account;
  // Within one account, a resource's policy that names the user or the session needs nobody else's consent.
  if (sameAccount && resource.grant === 'itself') return allowed;
  const granted = sameAccount && resource.grant === 'role';
  if (set.resource !== null && resource.grant === null) return refused('resource-based policy');
  if (!granted && identity && identity.allow.length === 0) return refused('identity-based policy');
  if (boundary && boundary.allow.length === 0) return refused('permissions boundary');
  if (session && session.allow.length === 0) return refused('session policy');
  return allowed;
}

function judgeResource({ resource, principal }: PolicySet, question: Question) {
  if (resource === null) return { denied: false, grant: null };
  const { allow, deny } = matches([resource.policy], question);
  const grants = allow.map(({ statement }) => namedAs(statement, principal));
  return {
    denied: deny.some(({ statement }) => namedAs(statement, principal) !== null),
    grant: (['itself', 'role', 'account'] as const).find((one) => grants.includes(one)) ?? null,
  };
}
