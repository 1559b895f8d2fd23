import type { EvidenceFailure } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { PermissionEvidence, SimulationRow } from '../../model/permission-evidence.ts';
import { accountOf, parsePrincipal } from '../../model/principal.ts';
import type { Decision, PermissionReport } from '../../model/report.ts';
import type { KeyPolicyVerdict } from '../evaluate-key-policy.ts';
import { evaluateKeyPolicy } from '../evaluate-key-policy.ts';
import { failureRemedy } from '../failure-remedy.ts';
import type { Layer } from './access-denied.ts';
import { classifyDenial, layerRemedies } from './access-denied.ts';
import type { PermissionNeed, ResourceKind } from './permission-sets.ts';

/** A decision and how it was reached. */
interface Finding {
  readonly decision: Decision;
  readonly method: string;
  readonly evidence: string;
  readonly layer: Layer | null;
  readonly message: string;
}

/**
 * Decides one action for the judged principal by the strongest evidence there is: a real refusal, then a real
 * success, then the simulation together with the key policy, then CloudTrail's memory.
 */
export function decideAction(need: PermissionNeed, evidence: PermissionEvidence): PermissionReport {
  const finding = climb(need, evidence);
  const { action, needed_for, sets } = need;
  return { action, ...finding, needed_for, sets, principal_arn: evidence.principal_arn };
}

function climb(need: PermissionNeed, evidence: PermissionEvidence): Finding {
  if (evidence.principal_arn === null)
    return open(
      'none',
      'no principal',
      'Nobody said whose permissions are meant: give principal_arn or credentials.',
    );
  const mine = evidence.observations.filter(
    ({ action }) => action.toLowerCase() === need.action.toLowerCase(),
  );
  const refusal = mine.find(({ outcome }) => outcome === 'refused');
  if (refusal !== undefined) return observedRefusal(refusal.detail);
  const success = mine.find(({ outcome }) => outcome === 'worked');
  if (success !== undefined)
    return {
      decision: 'allowed',
      method: 'probe',
      evidence: 'call succeeded',
      layer: null,
      message: `A read-only call of this run was authorized on ${success.detail}.`,
    };
  const simulated = simulate(need, evidence);
  return simulated.decision === 'indeterminate' ? (remember(need, evidence) ?? simulated) : simulated;
}

function observedRefusal(sentence: string): Finding {
  const { layer, policy_arn } = classifyDenial(sentence);
  return {
    decision: 'denied',
    method: 'observed',
    evidence: sentence,
    layer,
    message: `AWS refused a call of this run${policy_arn === null ? '' : ` by the policy ${policy_arn}`}. ${
      layer === null ? '' : layerRemedies[layer]
    }`.trim(),
  };
}

function remember(need: PermissionNeed, { history }: PermissionEvidence): Finding | null {
  if (history === null) return null;
  if (!history.ok)
    return open(
      'history',
      history.failure.code,
      `CloudTrail could not be read (${showFailure(history.failure)}). ${failureRemedy(history.failure)}`,
    );
  const row = history.value.find(({ action }) => action.toLowerCase() === need.action.toLowerCase());
  if (row === undefined || (row.worked === null && row.refused === null)) return null;
  if (row.refused !== null && (row.worked === null || row.refused > row.worked)) {
    const { layer } = classifyDenial(row.sentence ?? '');
    return {
      decision: 'denied',
      method: 'history',
      evidence: `refused on ${row.refused}`,
      layer,
      message: `CloudTrail: ${row.sentence ?? 'AccessDenied'}`,
    };
  }
  return {
    decision: 'allowed',
    method: 'history',
    evidence: `worked on ${row.worked}`,
    layer: null,
    message: 'CloudTrail has a successful call of the principal; its policies may have changed since.',
  };
}

function simulate(need: PermissionNeed, evidence: PermissionEvidence): Finding {
  const { simulation, principal_arn, account_id } = evidence;
  if (simulation === null)
    return open(
      'none',
      'not simulated',
      'No read-only call can show this one: use the method simulate, with iam:SimulatePrincipalPolicy allowed to the one who looks.',
    );
  if (!simulation.ok) return unsimulated(simulation.failure, principal_arn!);
  const principalAccount = accountOf(principal_arn!);
  if (account_id !== null && principalAccount !== null && principalAccount !== account_id)
    return open(
      'simulate',
      'cross-account',
      `The principal belongs to the account ${principalAccount}, the keys to ${account_id}; a simulation does not reach across accounts.`,
    );
  const parts = need.resources.flatMap((kind) =>
    evidence.resources[kind].map((resource) => onResource(need.action, kind, resource, evidence)),
  );
  return (
    parts.find(({ decision }) => decision === 'denied') ??
    parts.find(({ decision }) => decision === 'indeterminate') ??
    parts[0] ??
    open('simulate', 'no resource', 'There was nothing to simulate the action on.')
  );
}

function unsimulated(failure: EvidenceFailure, principalArn: string): Finding {
  const kind = parsePrincipal(principalArn)?.kind;
  const remedy =
    kind === 'root'
      ? 'IAM does not simulate the root user.'
      : kind === 'role' && failure.cause === 'not_found'
        ? `Give principal_arn with the role's path, or allow iam:GetRole for the verifier identity so that it finds the path.`
        : failureRemedy(failure);
  return open('simulate', failure.code, `The simulation failed (${showFailure(failure)}). ${remedy}`);
}

function onResource(
  action: string,
  kind: ResourceKind,
  resource: string,
  evidence: PermissionEvidence,
): Finding {
  const row = rowOf(action, resource, evidence);
  if (row === null) return open('simulate', 'no result', `The simulation has no result for ${resource}.`);
  // A key that is not there yet gets the default key policy, which leaves all to IAM.
  const policy = kind === 'key' ? keyPolicyVerdict(action, resource, evidence) : 'default';
  const on = resource === '*' ? '' : ` on ${resource}`;
  if (policy !== 'default' && policy !== 'unread' && policy.denies === 'yes')
    return denied('key_policy', 'explicit deny', 'key policy', `The key policy denies the action${on}.`);
  const blind = blindSpot(row, on);
  if (blind !== null) return blind;
  if (row.decision === 'explicitDeny')
    return denied(
      'simulate',
      row.decision,
      layerOf(row),
      `A policy denies the action${on} (${row.matched.join(', ')}).`,
    );
  if (row.decision === 'allowed') return allowedByIdentity(row, policy, on);
  return refusedByIdentity(row, policy, on);
}

function rowOf(action: string, resource: string, { simulation }: PermissionEvidence): SimulationRow | null {
  if (simulation === null || !simulation.ok) return null;
  const rows = simulation.value.filter((row) => row.action.toLowerCase() === action.toLowerCase());
  return rows.find((row) => row.resource === resource) ?? rows.find((row) => row.resource === '*') ?? null;
}

/** Keys that a direct request of Vault's never carries, so that a simulation without them is right. */
const absent = /^(kms:ViaService|aws:CalledVia(First|Last)?)$/i;

/** What a simulation cannot know, whichever way it decided. */
function blindSpot(row: SimulationRow, on: string): Finding | null {
  const confirmed = row.decision === 'explicitDeny' && row.matched.length > 0;
  const missing = row.missing_context.filter((key) => !absent.test(key));
  if (missing.length > 0)
    return open(
      'simulate',
      row.decision,
      `The decision${on} depends on ${missing.join(', ')}, which only a real request carries.`,
    );
  if (row.decision !== 'allowed' && row.allowed_by_organization === false && !confirmed)
    return {
      ...open(
        'simulate',
        row.decision,
        `A service control policy refuses the action${on} in the simulation, which is known to be wrong at times: confirm it with a real call, or ask the organization's administrators.`,
      ),
      layer: 'service control policy',
    };
  return null;
}

function allowedByIdentity(row: SimulationRow, policy: KeyPolicyEvidence, on: string): Finding {
  const allowed: Finding = {
    decision: 'allowed',
    method: 'simulate',
    evidence: row.decision,
    layer: 'identity policy',
    message: `IAM's policies allow it${on}; session policies, VPC endpoints and resource control policies are not simulated.`,
  };
  if (policy === 'default') return allowed;
  if (policy === 'unread')
    return open(
      'simulate',
      row.decision,
      `IAM's policies allow it${on}, but the key policy could not be read: allow kms:GetKeyPolicy to the one who looks.`,
    );
  const opened = policy.names === 'yes' || policy.delegates === 'yes';
  if (opened && policy.denies === 'no') return allowed;
  if (policy.names === 'no' && policy.delegates === 'no')
    return denied(
      'key_policy',
      row.decision,
      'key policy',
      `IAM's policies allow it${on}, but the key policy neither delegates to the account nor names the principal.`,
    );
  return open(
    'key_policy',
    row.decision,
    `IAM's policies allow it${on}, but the key policy has conditions that only a real request answers.`,
  );
}

function refusedByIdentity(row: SimulationRow, policy: KeyPolicyEvidence, on: string): Finding {
  const refused = denied(
    'simulate',
    row.decision,
    layerOf(row),
    `No policy of the principal allows it${on}.`,
  );
  if (policy === 'default') return refused;
  if (policy === 'unread')
    return open(
      'simulate',
      row.decision,
      `IAM's policies do not allow it${on}, but the key policy, which might, could not be read: allow kms:GetKeyPolicy to the one who looks.`,
    );
  if (policy.names === 'no') return refused;
  return open(
    'key_policy',
    row.decision,
    `IAM's policies do not allow it${on}; the key policy lets the principal in by name, for this key and not for new ones.`,
  );
}

type KeyPolicyEvidence = KeyPolicyVerdict | 'default' | 'unread';

function keyPolicyVerdict(action: string, resource: string, evidence: PermissionEvidence): KeyPolicyEvidence {
  const { key_policies, principal_arn } = evidence;
  const policy = key_policies[resource] ?? Object.values(key_policies)[0];
  if (policy === undefined) return 'default';
  if (!policy.ok) return 'unread';
  const account_id = accountOf(principal_arn!) ?? '';
  return evaluateKeyPolicy(policy.value, { principal_arn, account_id, action });
}

function layerOf(row: SimulationRow): Layer {
  return row.allowed_by_boundary === false ? 'permissions boundary' : 'identity policy';
}

function denied(method: string, evidence: string, layer: Layer, message: string): Finding {
  return { decision: 'denied', method, evidence, layer, message: `${message} ${layerRemedies[layer]}` };
}

function open(method: string, evidence: string, message: string): Finding {
  return { decision: 'indeterminate', method, evidence, layer: null, message };
}
