import type { Evidence, EvidenceFailure } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { OrganizationPolicies, SimulationRow } from '../../model/permission-evidence.ts';
import { pasteRemedy } from '../../model/permission-remedy.ts';
import { parsePrincipal } from '../../model/principal.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { evaluateKeyPolicy, type KeyPolicyVerdict } from '../key-policy/evaluate-key-policy.ts';
import type { PolicyRequest } from '../key-policy/request.ts';
import { lookUp } from '../key-policy/request.ts';
import { some } from '../key-policy/ternary.ts';
import { type Layer, layerRemedies } from './access-denied.ts';
import { organizationAllows } from './organization-allows.ts';
import { allowed, denied, inconclusive, type PermissionFinding } from './permission-finding.ts';
import type { PermissionSubject, PermissionTarget } from './targets.ts';

/** The policies that bear on one target, as far as they were read. */
export interface TargetEvidence {
  readonly simulation: Evidence<SimulationRow>;
  /** Empty: the account is in no organization, or its policies were not read. */
  readonly organization: OrganizationPolicies;
}

/** What a key policy says: read, AWS's default one of a key to come, not read, or none where the resource has none. */
type KeyPolicyEvidence = KeyPolicyVerdict | { readonly unread: string; readonly remedy: string };

/** A key policy that leaves all to IAM; the same for what has no key policy. */
const delegating: KeyPolicyVerdict = { names: 'no', delegates: 'yes', denies: 'no', denied_by: [] };

/**
 * Decides one target by the simulation of the identity side and the reading of the key policy, which together are
 * what AWS evaluates within one account.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decideTarget(
  target: PermissionTarget,
  { simulation, organization }: TargetEvidence,
  subject: PermissionSubject,
): PermissionFinding {
  const request = requestOf(target, subject);
  const policy = keyPolicyOf(target, request);
  if ('denies' in policy && policy.denies === 'yes') return deniedByKeyPolicy(target, policy);
  const organizations = organizationAllows(organization, request);
  if (organizations === 'no') return deniedByOrganization(target);
  if ('names' in policy && policy.names === 'no' && policy.delegates === 'no') return closed(target, subject);
  if (!simulation.ok) return notSimulated(simulation.failure, subject.principal_arn);
  const row = simulation.value;
  const missing = row.missing_context.filter((key) => lookUp(target.context, key) === 'unknown');
  if (missing.length > 0) return dependsOn(target, row, missing, subject);
  if (row.decision === 'explicitDeny') return deniedExplicitly(target, row);
  if (row.allowed_by_organization === false) return organizationInSimulation(target, row);
  const finding =
    row.decision === 'allowed'
      ? identityAllows(target, row, policy, subject)
      : identityLacks(target, row, policy, subject);
  if (finding.decision !== 'allowed' || organizations === 'yes') return finding;
  return inconclusive(
    'simulate',
    row.decision,
    `${on(target)}: a service control policy has conditions that only a real request decides.`,
    "Ask the organization's administrators whether these conditions hold for Vault's requests.",
  );
}

function requestOf(
  target: PermissionTarget,
  { principal_arn, principal, account_id }: PermissionSubject,
): PolicyRequest {
  return {
    action: target.action,
    resource: target.resource,
    principal: { arn: principal_arn, account_id, unique_id: principal?.unique_id ?? null },
    context: target.context,
  };
}

function keyPolicyOf({ key }: PermissionTarget, request: PolicyRequest): KeyPolicyEvidence {
  if (key === null) return delegating;
  const { policy } = key;
  if (!key.key.ok)
    return unread(`the key could not be read (${showFailure(key.key.failure)})`, key.key.failure);
  if (policy === null) return { unread: 'the key policy was not read', remedy: 'Run the check again.' };
  if (!policy.ok)
    return unread(`the key policy could not be read (${showFailure(policy.failure)})`, policy.failure);
  return evaluateKeyPolicy(policy.value, request);
}

function unread(why: string, failure: EvidenceFailure): KeyPolicyEvidence {
  return { unread: why, remedy: failureRemedy(failure) };
}

function identityAllows(
  target: PermissionTarget,
  row: SimulationRow,
  policy: KeyPolicyEvidence,
  subject: PermissionSubject,
): PermissionFinding {
  if ('unread' in policy)
    return inconclusive(
      'simulate',
      row.decision,
      `${on(target)}: IAM's policies allow it; ${policy.unread}.`,
      policy.remedy,
    );
  const opens = some([policy.names, policy.delegates]);
  if (opens === 'yes' && policy.denies === 'no')
    return allowed(
      'simulate',
      row.decision,
      `${on(target)}: IAM's policies and the key policy allow it.`,
      'identity policy',
    );
  return keyPolicyConditions(target, row, policy, subject);
}

function identityLacks(
  target: PermissionTarget,
  row: SimulationRow,
  policy: KeyPolicyEvidence,
  subject: PermissionSubject,
): PermissionFinding {
  const layer: Layer = row.allowed_by_boundary === false ? 'permissions boundary' : 'identity policy';
  if ('unread' in policy)
    return inconclusive(
      'simulate',
      row.decision,
      `${on(target)}: IAM's policies do not allow it; ${policy.unread}, and the key policy may allow it by name.`,
      policy.remedy,
    );
  if (policy.names === 'no') return lacking(target, row, layer);
  if (policy.names === 'unknown' || policy.denies === 'unknown')
    return keyPolicyConditions(target, row, policy, subject);
  const isUser = parsePrincipal(subject.principal_arn)?.kind === 'user';
  // A key policy that names a user is enough by itself; a role's boundary still has to allow the action.
  if (isUser || layer !== 'permissions boundary')
    return allowed(
      'key_policy',
      row.decision,
      `${on(target)}: the key policy allows the principal by name.`,
      'key policy',
    );
  return inconclusive(
    'key_policy',
    row.decision,
    `${on(target)}: the key policy allows the role, and the role's permissions boundary does not. A boundary limits what a key policy gives a role.`,
    layerRemedies[layer],
  );
}

function lacking(target: PermissionTarget, row: SimulationRow, layer: Layer): PermissionFinding {
  const where =
    layer === 'permissions boundary' ? "the principal's permissions boundary" : "the principal's IAM policy";
  const finding = denied(
    'simulate',
    row.decision,
    layer,
    `${on(target)}: ${layer === 'permissions boundary' ? 'the permissions boundary does not allow it' : 'no policy of the principal allows it'}.`,
    pasteRemedy(`Add to ${where}`, { Effect: 'Allow', Action: target.action, Resource: target.resource }),
  );
  return { ...finding, is_denial: false };
}

function closed(target: PermissionTarget, { principal_arn }: PermissionSubject): PermissionFinding {
  const finding = denied(
    'key_policy',
    'no statement',
    'key policy',
    `${on(target)}: the key policy neither delegates to the account nor names the principal.`,
    pasteRemedy('Add to the key policy', {
      Effect: 'Allow',
      Principal: { AWS: principal_arn },
      Action: target.action,
      Resource: '*',
    }),
  );
  return { ...finding, is_denial: false };
}

function keyPolicyConditions(
  target: PermissionTarget,
  row: SimulationRow,
  policy: KeyPolicyVerdict,
  { unread }: PermissionSubject,
): PermissionFinding {
  const denying = policy.denies === 'no' ? '' : ` (${policy.denied_by.join(', ')})`;
  const failed = unread.map(({ failure }) => showFailure(failure));
  const why =
    failed.length === 0
      ? ''
      : ` Some of what it asks for could not be read: ${[...new Set(failed)].join('; ')}.`;
  return inconclusive(
    'key_policy',
    row.decision,
    `${on(target)}: the key policy has conditions or elements that only a real request decides${denying}.${why}`,
    unread[0] === undefined
      ? 'Read these statements of the key policy, and remove the conditions that Vault cannot meet.'
      : failureRemedy(unread[0].failure),
  );
}

function deniedByKeyPolicy(target: PermissionTarget, { denied_by }: KeyPolicyVerdict): PermissionFinding {
  return denied(
    'key_policy',
    'explicit deny',
    'key policy',
    `${on(target)}: the key policy denies it (${denied_by.join(', ')}).`,
    `Except the principal from ${denied_by.join(', ')} in the key policy, or remove ${target.action} from it.`,
  );
}

function deniedByOrganization(target: PermissionTarget): PermissionFinding {
  const layer: Layer = 'service control policy';
  return denied(
    'simulate',
    'service control policy',
    layer,
    `${on(target)}: a service control policy denies it.`,
    layerRemedies[layer],
  );
}

function deniedExplicitly(target: PermissionTarget, row: SimulationRow): PermissionFinding {
  const policies = row.matched.join(', ') || 'a policy of the principal';
  const layer: Layer = row.allowed_by_boundary === false ? 'permissions boundary' : 'identity policy';
  return denied(
    'simulate',
    row.decision,
    layer,
    `${on(target)}: ${policies} denies it explicitly.`,
    `Remove ${target.action} from the statement in ${policies} that denies it.`,
  );
}

/** A denial by an organization that a simulation reports is known to be wrong at times. */
function organizationInSimulation(target: PermissionTarget, row: SimulationRow): PermissionFinding {
  const finding = inconclusive(
    'simulate',
    row.decision,
    `${on(target)}: a service control policy denies it in the simulation, which is known to be wrong at times.`,
    "Confirm it with a real call, or ask the organization's administrators.",
  );
  return { ...finding, layer: 'service control policy', is_denial: true };
}

function dependsOn(
  target: PermissionTarget,
  row: SimulationRow,
  missing: readonly string[],
  { unread }: PermissionSubject,
): PermissionFinding {
  const failure = unread.find(({ key }) =>
    missing.some((name) => name.toLowerCase().startsWith(key)),
  )?.failure;
  const keys = missing.join(', ');
  if (failure !== undefined)
    return inconclusive(
      'simulate',
      row.decision,
      `${on(target)}: the decision depends on ${keys}, which could not be read (${showFailure(failure)}).`,
      failureRemedy(failure),
    );
  return inconclusive(
    'simulate',
    row.decision,
    `${on(target)}: the decision depends on ${keys}, which only a real request carries.`,
    `Make sure that Vault's requests meet the conditions on ${keys}, or remove these conditions.`,
  );
}

function notSimulated(failure: EvidenceFailure, principalArn: string): PermissionFinding {
  const kind = parsePrincipal(principalArn)?.kind;
  if (kind === 'root')
    return inconclusive(
      'simulate',
      failure.code,
      `IAM does not simulate the root user ${principalArn}.`,
      'Give Vault a user or a role of its own.',
    );
  return inconclusive(
    'simulate',
    failure.code,
    `The simulation gave no answer (${showFailure(failure)}).`,
    failureRemedy(failure),
  );
}

function on({ resource, region }: PermissionTarget): string {
  return resource === '*' ? `In ${region}` : `On ${resource}`;
}
