import type { AwsReader } from '../../model/aws-reader.ts';
import type { Evidence, KmsAlias } from '../../model/evidence.ts';
import type { Observation } from '../../model/permission-evidence.ts';
import { classifyDenial, layerRemedies } from './access-denied.ts';
import { allowed, denied, type PermissionFinding } from './permission-finding.ts';
import type { PermissionNeed } from './permission-sets.ts';
import type { PermissionSubject, PermissionTarget } from './targets.ts';

/** What the run's own calls have shown, where the verifier identity is the audited principal. */
export function observe({ keys }: PermissionSubject, aliases: Evidence<readonly KmsAlias[]>): Observation[] {
  return [
    ...keys.flatMap(({ key, arn }) => observation('kms:DescribeKey', arn, key)),
    ...observation('kms:ListAliases', '*', aliases),
  ];
}

/** GetPublicKey of each enabled key: KMS rejects it for a symmetric key as unsupported once it is authorized. */
export async function probe(
  needs: readonly PermissionNeed[],
  { keys }: PermissionSubject,
  reader: AwsReader,
): Promise<Observation[]> {
  const action = 'kms:GetPublicKey';
  if (!needs.some((need) => need.action === action)) return [];
  const enabled = keys.filter(({ key }) => key.ok && key.value.key_state === 'Enabled');
  const answers = await Promise.all(
    enabled.map(async ({ arn, region, key_id }) => {
      const answer = await reader.publicKey(region, key_id);
      if (!answer.ok && answer.failure.cause === 'unsupported')
        return [{ action, resource: arn, outcome: 'succeeded', message: '' } satisfies Observation];
      return observation(action, arn, answer);
    }),
  );
  return answers.flat();
}

/** Only AWS's decision on authorization counts: a NotFoundException shows nothing. */
function observation(action: string, resource: string, answer: Evidence<unknown>): Observation[] {
  if (answer.ok) return [{ action, resource, outcome: 'succeeded', message: '' }];
  const { cause, message } = answer.failure;
  return cause === 'denied' ? [{ action, resource, outcome: 'denied', message }] : [];
}

/** What a real call on the same resource has shown; `null`: there was none. */
export function observed(
  { action, resource, region }: PermissionTarget,
  observations: readonly Observation[],
  home: string,
): PermissionFinding | null {
  if (region !== home) return null;
  const mine = observations.filter((one) => one.action === action && one.resource === resource);
  const where = resource === '*' ? `In ${region}` : `On ${resource}`;
  const denial = mine.find(({ outcome }) => outcome === 'denied');
  if (denial !== undefined) {
    const { layer, policy_arn } = classifyDenial(denial.message);
    return denied(
      'observed',
      denial.message,
      layer,
      `${where}: AWS denied a call of this run${policy_arn === null ? '' : ` by the policy ${policy_arn}`}: "${denial.message}".`,
      layer === null ? 'Allow the action in the policy that the message names.' : layerRemedies[layer],
    );
  }
  if (mine.length === 0) return null;
  return allowed('probe', 'call succeeded', `${where}: a read-only call of this run was authorized.`);
}
