/** Generated IAM situations: the policies of one principal and of one key, by a seed. */
export interface GeneratedSituation {
  readonly index: number;
  readonly account: string;
  readonly kind: 'user' | 'role';
  readonly identity: readonly PolicyStatement[];
  readonly boundary: readonly PolicyStatement[] | null;
  readonly scp: readonly PolicyStatement[] | null;
  /** Beside the statement for the administrators; `null`: AWS's default key policy. */
  readonly key: readonly PolicyStatement[] | null;
  readonly principalTags: Readonly<Record<string, string>>;
  readonly keyTags: Readonly<Record<string, string>>;
}

export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly [element: string]: unknown;
}

/** The fourteen actions of the sets `terraform` and `vault`, in an order in which a real call spoils none after it. */
export const actions = [
  'kms:ListAliases',
  'kms:CreateKey',
  'kms:DescribeKey',
  'kms:GetPublicKey',
  'kms:GetParametersForImport',
  'kms:ImportKeyMaterial',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:CreateAlias',
  'kms:UpdateAlias',
  'kms:DeleteAlias',
  'kms:ScheduleKeyDeletion',
] as const;

export function situations(seed: number, count: number): GeneratedSituation[] {
  return Array.from({ length: count }, (_, index) => situation(index, random(seed * 100_003 + index)));
}

type Random = () => number;

/** Mulberry32. */
function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function situation(index: number, next: Random): GeneratedSituation {
  const account = String(500_000_000_000 + index);
  const kind = next() < 0.75 ? 'user' : 'role';
  const arn = `arn:aws:iam::${account}:${kind}/vault`;
  const make = (size: number, denies: number) =>
    Array.from({ length: size }, () => statement(account, next, next() < denies ? 'Deny' : 'Allow'));
  const broad: PolicyStatement = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
  const full: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
  const identity = [...(next() < 0.55 ? [broad] : []), ...make(1 + Math.floor(next() * 3), 0.35)];
  return {
    index,
    account,
    kind,
    identity,
    boundary: next() < 0.15 ? [...(next() < 0.7 ? [broad] : []), ...make(1, 0.5)] : null,
    scp: next() < 0.15 ? [full, ...make(1, 1).map(forVault)] : null,
    key: next() < 0.5 ? keyPolicy(account, arn, next) : null,
    principalTags: next() < 0.5 ? { team: pick(next, ['vault', 'other']) } : {},
    keyTags: next() < 0.5 ? { owner: pick(next, ['vault', 'other']) } : {},
  };
}

function keyPolicy(account: string, arn: string, next: Random): PolicyStatement[] {
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const delegation = { Effect: 'Allow' as const, Principal: root, Action: 'kms:*', Resource: '*' };
  const statements = Array.from({ length: 1 + Math.floor(next() * 2) }, () => {
    const {
      Resource: _,
      NotResource: __,
      ...rest
    } = statement(account, next, next() < 0.5 ? 'Deny' : 'Allow');
    const Principal = pick(next, [
      { AWS: arn },
      { AWS: arn },
      root,
      '*',
      { AWS: account },
      { AWS: `${arn}2` },
    ]);
    const made = { ...rest, Principal, Resource: '*' } as PolicyStatement;
    return made.Effect === 'Deny' && (Principal as { AWS?: string }).AWS !== arn ? forVault(made) : made;
  });
  return [...(next() < 0.7 ? [delegation] : []), ...statements];
}

/** The administrator, who makes the keys, is not denied anything. */
function forVault(statement: PolicyStatement): PolicyStatement {
  const condition = (statement['Condition'] ?? {}) as object;
  return {
    ...statement,
    Condition: { ...condition, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:*/vault' } },
  };
}

function statement(account: string, next: Random, Effect: 'Allow' | 'Deny'): PolicyStatement {
  const Action = pick<unknown>(next, [
    'kms:*',
    ['kms:CreateKey', 'kms:ListAliases', 'kms:*Alias'],
    'kms:D*',
    ['kms:EnableKey', 'kms:DisableKey', 'kms:ScheduleKeyDeletion'],
    'kms:*Resource',
    ['kms:GetParametersForImport', 'kms:ImportKeyMaterial'],
    'KMS:disablekey',
  ]);
  const acts =
    next() < 0.12 ? { NotAction: pick(next, ['kms:Describe*', 'iam:*', 'kms:*Alias']) } : { Action };
  const Resource = pick<unknown>(next, [
    '*',
    '*',
    '*',
    `arn:aws:kms:us-west-2:${account}:key/*`,
    `arn:aws:kms:*:${account}:key/*`,
    `arn:aws:kms:eu-west-1:${account}:key/*`,
    [`arn:aws:kms:us-west-2:${account}:alias/hashicorp/*`, `arn:aws:kms:us-west-2:${account}:key/*`],
    `arn:aws:kms:us-west-2:${account}:alias/hashicorp/\${aws:username}-*`,
  ]);
  const on = next() < 0.08 ? { NotResource: `arn:aws:kms:us-west-2:${account}:alias/*` } : { Resource };
  return { Effect, ...acts, ...on, ...(next() < 0.6 ? { Condition: condition(account, next) } : {}) };
}

function condition(account: string, next: Random): Record<string, Record<string, unknown>> {
  const entry = next() < 0.07 ? unknowable(next) : knowable(account, next);
  if (next() < 0.2) return { ...entry, ...knowable(account, next) };
  return entry;
}

/** What no verifier can know before the call. */
function unknowable(next: Random): Record<string, Record<string, unknown>> {
  return pick<Record<string, Record<string, unknown>>>(next, [
    { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } },
    { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
  ]);
}

function knowable(account: string, next: Random): Record<string, Record<string, unknown>> {
  const user = `arn:aws:iam::${account}:user/vault`;
  return pick<Record<string, Record<string, unknown>>>(next, [
    { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } },
    { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-north-1'] } },
    { StringEquals: { 'kms:KeyOrigin': 'EXTERNAL' } },
    { StringNotEquals: { 'kms:KeyOrigin': 'EXTERNAL' } },
    { StringNotEqualsIgnoreCase: { 'kms:KeyOrigin': 'external' } },
    { StringEqualsIfExists: { 'kms:KeyOrigin': 'AWS_KMS' } },
    { StringLike: { 'kms:KeySpec': 'SYMMETRIC_*' } },
    { StringNotLike: { 'kms:KeySpec': 'RSA_*' } },
    { StringEquals: { 'kms:KeyUsage': 'ENCRYPT_DECRYPT' } },
    { Bool: { 'kms:MultiRegion': 'false' } },
    { StringEquals: { 'kms:CallerAccount': account } },
    { StringEquals: { 'kms:CallerAccount': `\${aws:PrincipalAccount}` } },
    { StringNotEquals: { 'kms:CallerAccount': account } },
    { StringEquals: { 'kms:ViaService': 's3.us-west-2.amazonaws.com' } },
    { Null: { 'kms:ViaService': 'true' } },
    { StringEquals: { 'aws:PrincipalAccount': account } },
    { ArnEquals: { 'aws:PrincipalArn': user } },
    { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
    { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/v*' } },
    { StringEquals: { 'aws:username': 'vault' } },
    { StringLike: { 'aws:username': `\${aws:username}` } },
    { StringEquals: { 'aws:PrincipalType': 'User' } },
    { Bool: { 'aws:SecureTransport': 'false' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    { Bool: { 'aws:ViaAWSService': 'false' } },
    { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
    { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
    { NumericGreaterThan: { 'aws:EpochTime': '1500000000' } },
    { NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } },
    { NumericGreaterThanEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } },
    { StringEquals: { 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' } },
    { StringNotEquals: { 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'vault' } },
    { StringEquals: { 'aws:ResourceTag/owner': 'vault' } },
    { StringNotEquals: { 'aws:ResourceTag/owner': `\${aws:PrincipalTag/team}` } },
    { StringEqualsIfExists: { 'aws:ResourceTag/owner': 'vault' } },
    { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/hashicorp/*' } },
    { 'ForAllValues:StringLike': { 'kms:ResourceAliases': 'alias/hashicorp/*' } },
    { 'ForAnyValue:StringNotLike': { 'kms:ResourceAliases': 'alias/hashicorp/*' } },
    { NumericLessThanEquals: { 'kms:TrailingDaysWithoutKeyUsage': '30' } },
  ]);
}

function pick<T>(next: Random, list: readonly T[]): T {
  return list[Math.floor(next() * list.length)]!;
}
