import type { Evaluate, EvaluatedRequest } from './iam-evaluator.ts';
import type { GeneratedSituation, PolicyStatement } from './permission-situations.ts';

/** The KMS keys of a situation: the one that is there, and the one of the next version. */
export interface SituationKeys {
  readonly key: string;
  readonly next: string;
}

export const region = 'us-west-2';
export const aliases = {
  kept: 'alias/hashicorp/vault-1700000000',
  moved: 'alias/hashicorp/vault-1700000001',
  made: 'alias/hashicorp/vault-1700000002',
};

/** What only a real request decides: two worlds that differ in all of it. */
export interface Unknowns {
  readonly source_ip: string;
  readonly mfa: string | null;
  readonly vpce: string | null;
  /** The tag `owner` of the next key. */
  readonly owner: string | null;
}

export const worlds: readonly [real: Unknowns, other: Unknowns] = [
  { source_ip: '127.0.0.1', mfa: null, vpce: null, owner: null },
  { source_ip: '203.0.113.7', mfa: 'true', vpce: 'vpce-1', owner: 'vault' },
];

/** Whether AWS allows an action on everything that it has to be allowed on, by the independent evaluator. */
export async function isAllowed(
  evaluate: Evaluate,
  situation: GeneratedSituation,
  action: string,
  keys: SituationKeys,
  unknowns: Unknowns,
): Promise<boolean> {
  const root = delegation(situation.account);
  const policyOf = (resource: string) =>
    resource === keys.next || situation.key === null ? [root] : situation.key;
  for (const resource of resourcesOf(situation, action, keys)) {
    const isKey = resource.includes(':key/');
    const answer = await evaluate(
      situation,
      { ...situation, key: isKey ? policyOf(resource) : null },
      { action, resource, context: contextOf(situation, action, resource, keys, unknowns) },
    );
    if (answer !== 'allowed') return false;
  }
  return true;
}

export function delegation(account: string): PolicyStatement {
  return {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

function resourcesOf(
  { account }: GeneratedSituation,
  action: string,
  { key, next }: SituationKeys,
): string[] {
  const arn = (name: string) => `arn:aws:kms:${region}:${account}:${name}`;
  if (action === 'kms:CreateKey' || action === 'kms:ListAliases') return ['*'];
  if (action === 'kms:CreateAlias') return [arn(aliases.made), key, next];
  if (action === 'kms:UpdateAlias') return [arn(aliases.moved), key, next];
  if (action === 'kms:DeleteAlias') return [arn(aliases.kept), key];
  if (/GetParametersForImport|ImportKeyMaterial|TagResource$/.test(action) && !/Untag/.test(action))
    return [key, next];
  return [key];
}

/** Everything that the request carries; the evaluator leaves out what the action or the resource does not have. */
function contextOf(
  { account, kind, principalTags, keyTags }: GeneratedSituation,
  action: string,
  resource: string,
  { key, next }: SituationKeys,
  { source_ip, mfa, vpce, owner }: Unknowns,
): EvaluatedRequest['context'] {
  const now = new Date();
  const tags =
    resource === key
      ? keyTags
      : resource === next && owner !== null && action !== 'kms:TagResource'
        ? { owner }
        : {};
  return {
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': region,
    'aws:PrincipalArn': `arn:aws:iam::${account}:${kind}/vault`,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': kind === 'user' ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:SourceIp': source_ip,
    ...(kind === 'user' ? { 'aws:username': 'vault' } : {}),
    ...(mfa === null
      ? kind === 'role'
        ? { 'aws:MultiFactorAuthPresent': 'false' }
        : {}
      : { 'aws:MultiFactorAuthPresent': mfa }),
    ...(vpce === null ? {} : { 'aws:SourceVpce': vpce }),
    ...prefixed('aws:PrincipalTag/', principalTags),
    ...(resource.includes(':key/') ? prefixed('aws:ResourceTag/', tags) : {}),
    'kms:CallerAccount': account,
    'kms:KeyOrigin': 'EXTERNAL',
    'kms:KeySpec': 'SYMMETRIC_DEFAULT',
    'kms:KeyUsage': 'ENCRYPT_DECRYPT',
    'kms:MultiRegion': 'false',
    'kms:BypassPolicyLockoutSafetyCheck': 'false',
    'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    'kms:ScheduleKeyDeletionPendingWindowInDays': '30',
    'kms:TrailingDaysWithoutKeyUsage': '0',
    ...(resource === key && action !== 'kms:DeleteAlias'
      ? { 'kms:ResourceAliases': [aliases.kept, aliases.moved] }
      : {}),
  };
}

function prefixed(prefix: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${prefix}${name}`, value]));
}
