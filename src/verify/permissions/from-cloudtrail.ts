import type { AwsReader } from '../../model/aws-reader.ts';
import type { Evidence, EvidenceFailure } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { PastCall, PermissionKey, PolicyChanges } from '../../model/permission-evidence.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { classifyDenial } from './access-denied.ts';
import { allowed, denied, inconclusive, type PermissionFinding } from './permission-finding.ts';
import type { PermissionTarget } from './targets.ts';

/**
 * Decides a target from CloudTrail where nothing else has.
 *
 * `isOnce`: the action is called once for each key, while the key is new, so that a call on any of Vault's keys shows it.
 */
export type CloudTrail = (
  target: PermissionTarget,
  finding: PermissionFinding,
  isOnce: boolean,
) => Promise<PermissionFinding>;

/** CloudTrail answers two requests a second, so each question is asked once, and only when a finding depends on it. */
export function openCloudTrail(
  principalArn: string,
  keys: readonly PermissionKey[],
  reader: AwsReader,
): CloudTrail {
  const arns = keys.map(({ arn }) => arn);
  const calls = new Map<string, Promise<Evidence<readonly PastCall[]>>>();
  const changes = new Map<string, Promise<Evidence<PolicyChanges>>>();
  return async (target, finding, isOnce) => {
    const { action, kind, region } = target;
    if (finding.decision !== 'indeterminate' || finding.is_denial) return finding;
    const history = await once(calls, `${region} ${action}`, () =>
      reader.history(region, principalArn, action),
    );
    if (!history.ok) return noAnswer(finding, history.failure);
    // CloudTrail does not list the alias of a call.
    const wanted = kind === 'any' ? null : kind === 'key' && !isOnce ? [target.resource] : arns;
    const call = history.value.find(
      ({ resources }) => wanted === null || resources.some((arn) => wanted.includes(arn)),
    );
    if (call === undefined) return finding;
    const key = wanted === null ? null : call.resources.find((arn) => wanted.includes(arn))!;
    const changed = await once(changes, region, () => reader.policyChanges(region, principalArn));
    return changed.ok && isOutdated(call, key, changed.value) ? finding : fromCall(call, key, region);
  };
}

/** A call that is older than a change of the policies says nothing about today. */
function isOutdated({ time }: PastCall, key: string | null, { principal, keys }: PolicyChanges): boolean {
  return [principal, key === null ? null : (keys[key] ?? null)].some(
    (change) => change !== null && change >= time,
  );
}

function fromCall({ time, denial }: PastCall, key: string | null, region: string): PermissionFinding {
  const where = key === null ? `In ${region}` : `On ${key}`;
  if (denial === null)
    return allowed(
      'history',
      `succeeded on ${time}`,
      `${where}: the principal's last call succeeded on ${time}, and no later change of its policies is known.`,
    );
  return denied(
    'history',
    `denied on ${time}`,
    classifyDenial(denial).layer,
    `${where}: AWS denied the principal's last call, on ${time}: "${denial}".`,
    'Allow the action in the policy that the message names.',
  );
}

function noAnswer(finding: PermissionFinding, failure: EvidenceFailure): PermissionFinding {
  return inconclusive(
    'history',
    failure.code,
    `${finding.message} CloudTrail gave no answer (${showFailure(failure)}).`,
    failureRemedy(failure),
  );
}

function once<T>(known: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? read();
  known.set(key, answer);
  return answer;
}
