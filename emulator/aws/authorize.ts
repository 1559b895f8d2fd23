import type { Directory } from './directory.ts';
import { AwsError } from './errors.ts';
import type { Caller } from './identity.ts';
import { type ContextEntries, contextOf, prefixed } from './policy/context.ts';
import { type Decision, decide, type PolicySet } from './policy/decide.ts';

/** The only reason that AWS gives for a resource of another account. */
export const opaqueReason =
  'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

/** One action of a caller on a resource. */
export interface Access {
  readonly action: string;
  readonly resource: string;
  /** The resource in the error message; `null`: not mentioned. Default: the resource. */
  readonly shown?: string | null;
  /** The condition keys of the operation. */
  readonly context?: ContextEntries;
  /** The policy and owner of the resource, if it can have a policy. */
  readonly owned?: PolicySet['resource'];
  /** Whether a grant allows it. */
  readonly granted?: boolean;
  /** Whether the resource policy is the trust policy of a role. */
  readonly trust?: boolean;
}

/** The decision of the policies, also when every caller is allowed to do everything. */
export function evaluateAccess(directory: Directory, caller: Caller, access: Access): Decision {
  const { principal } = caller;
  const { identity, session } = principal;
  const context = contextOf(globalContext(caller), access.context ?? {});
  return decide(
    {
      principal,
      identity: identity?.policies ?? null,
      boundary: identity?.boundary ?? null,
      session: session?.policies ?? null,
      scps: directory.scps(principal.account),
      resource: access.owned ?? null,
      granted: access.granted ?? false,
    },
    { action: access.action, resource: access.resource, context },
  );
}

/** @throws {AwsError} `AccessDeniedException` with a message that names the denying policy */
export function requireAccess(directory: Directory, caller: Caller, access: Access): void {
  if (directory.open) return;
  const decision = evaluateAccess(directory, caller, access);
  if (!decision.allowed) throw new AwsError('AccessDeniedException', denialMessage(caller, access, decision));
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denialMessage(
  { principal }: Caller,
  access: Access,
  decision: Exclude<Decision, { allowed: true }>,
): string {
  const { action, shown = access.resource, owned, trust } = access;
  const sentence = `User: ${principal.arn} is not authorized to perform: ${action}${shown === null ? '' : ` on resource: ${shown}`}`;
  const byResource = decision.layer === 'resource-based policy';
  if (byResource && owned?.account !== principal.account)
    return trust ? sentence : `${sentence} ${opaqueReason}`;
  const layer = byResource && trust ? 'role trust policy' : decision.layer;
  if (!decision.explicit) return `${sentence} because no ${layer} allows the ${action} action`;
  return `${sentence} with an explicit deny in ${/^[aeiou]/.test(layer) ? 'an' : 'a'} ${layer}`;
}

/**
 * The condition keys that every request has.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function globalContext({ principal, time, region, source_ip, user_agent }: Caller): ContextEntries {
  return {
    'aws:PrincipalArn': principal.role_arn ?? principal.arn,
    'aws:PrincipalAccount': principal.account,
    'aws:PrincipalType': principal.type,
    'aws:PrincipalIsAWSService': false,
    'aws:userid': principal.user_id,
    'aws:username': principal.type === 'User' ? principal.identity?.name : undefined,
    ...prefixed('aws:PrincipalTag/', Object.entries(principal.identity?.tags ?? {})),
    'aws:SourceIdentity': principal.session?.source_identity,
    'aws:TokenIssueTime': principal.session?.issued,
    'aws:MultiFactorAuthPresent': principal.session === null ? undefined : false,
    'aws:RequestedRegion': region,
    'aws:SourceIp': source_ip,
    'aws:UserAgent': user_agent,
    // AWS accepts TLS only: the emulator answers over plain HTTP in its place.
    'aws:SecureTransport': true,
    'aws:ViaAWSService': false,
    'aws:CurrentTime': time,
    'aws:EpochTime': Math.floor(time.getTime() / 1000),
  };
}
