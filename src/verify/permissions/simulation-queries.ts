import type { ContextEntry, PermissionEvidence, SimulationQuery } from '../../model/permission-evidence.ts';
import { parsePrincipal } from '../../model/principal.ts';
import type { PermissionNeed } from './permission-sets.ts';

/** More resources in one call are refused. Source: https://github.com/nccgroup/PMapper/issues/6 */
const chunk = 20;

/** What the simulation is about. */
export interface SimulationSubject {
  readonly principal_arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account_id: string;
  /** The ARNs of KMS keys that stand for all of them. */
  readonly key_arns: readonly string[];
  readonly aliases: readonly string[];
  readonly key_spec: string;
  readonly key_usage: string;
  readonly multi_region: boolean;
}

/** The ARNs that each kind of resource stands for. */
export function simulationResources(subject: SimulationSubject): PermissionEvidence['resources'] {
  const { partition, region, account_id, key_arns, aliases } = subject;
  const prefix = `arn:${partition}:kms:${region}:${account_id}:`;
  // IAM simulates resources that do not exist; no KMS key ever has this id.
  const newKey = `${prefix}key/00000000-0000-0000-0000-000000000000`;
  const newAlias = 'alias/hashicorp/example-1700000000';
  return {
    any: ['*'],
    new_key: [newKey],
    key: key_arns.length > 0 ? key_arns : [newKey],
    alias: (aliases.length > 0 ? aliases : [newAlias]).map((alias) => `${prefix}${alias}`),
  };
}

/**
 * The fewest simulations that answer all needs: actions without a resource, on a key to come, on keys, on
 * aliases.
 */
export function simulationQueries(
  needs: readonly PermissionNeed[],
  subject: SimulationSubject,
): SimulationQuery[] {
  const resources = simulationResources(subject);
  const context = contextOf(subject);
  return (['any', 'new_key', 'key', 'alias'] as const).flatMap((kind) => {
    const actions = needs.filter((need) => need.resources.includes(kind)).map(({ action }) => action);
    if (actions.length === 0) return [];
    if (kind === 'any') return [{ actions, resources: [], context }];
    const arns = resources[kind];
    return Array.from({ length: Math.ceil(arns.length / chunk) }, (_, index) => ({
      actions,
      resources: arns.slice(index * chunk, (index + 1) * chunk),
      context,
    }));
  });
}

/**
 * What keymgmt's requests carry, so that policies with conditions on it can be decided.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
function contextOf(subject: SimulationSubject): ContextEntry[] {
  const text = (key: string, ...values: string[]): ContextEntry => ({ key, type: 'string', values });
  const flag = (key: string, value: boolean): ContextEntry => ({
    key,
    type: 'boolean',
    values: [String(value)],
  });
  return [
    text('aws:RequestedRegion', subject.region),
    text('aws:PrincipalArn', subject.principal_arn),
    text('aws:PrincipalAccount', subject.account_id),
    text('aws:ResourceAccount', subject.account_id),
    text('kms:CallerAccount', subject.account_id),
    text('kms:KeyOrigin', 'EXTERNAL'),
    text('kms:KeySpec', subject.key_spec),
    text('kms:KeyUsage', subject.key_usage),
    flag('kms:MultiRegion', subject.multi_region),
    flag('kms:BypassPolicyLockoutSafetyCheck', false),
    text('kms:ExpirationModel', 'KEY_MATERIAL_DOES_NOT_EXPIRE'),
    flag('aws:SecureTransport', true),
  ];
}

/** Whether IAM can simulate this principal at all. */
export function canSimulate(principalArn: string): boolean {
  const kind = parsePrincipal(principalArn)?.kind;
  return kind === 'user' || kind === 'role';
}
