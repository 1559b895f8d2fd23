import type { KeyUsage, KmsKey } from '../../model/evidence.ts';
import type { ContextEntry, PrincipalDetails } from '../../model/permission-evidence.ts';
import { parsePrincipal } from '../../model/principal.ts';
import type { RequestContext } from '../key-policy/request.ts';
import { keyResourceKeys, kmsAction, requestKeys } from './kms-actions.ts';
import type { ResourceKind } from './permission-sets.ts';

/** Days: AWS's default. Assumed, as docs/assumptions.md lists under `deletion-window`. */
const deletionWindowDays = 30;

/** What is known about a request that Vault's principal makes. */
export interface RequestFacts {
  readonly action: string;
  readonly kind: ResourceKind;
  readonly region: string;
  /** `null`: not known. */
  readonly principal_arn: string | null;
  readonly account_id: string;
  readonly now: Date;
  /** `null`: not read. */
  readonly principal: PrincipalDetails | null;
  /** What the key is, or will be; `null`: not known. */
  readonly key: KeyFacts | null;
  /** Of `kms:ReplicateKey`; `null` for others. */
  readonly replica_region: string | null;
}

export interface KeyFacts {
  readonly origin: string | null;
  readonly spec: string | null;
  readonly usage: string | null;
  /** `null`: a key of a single region. */
  readonly multi_region: 'PRIMARY' | 'REPLICA' | null;
  /** The names of its aliases; `null`: not known. */
  readonly aliases: readonly string[] | null;
  /** `null`: not read. */
  readonly tags: Readonly<Record<string, string>> | null;
  /** `null`: not read. */
  readonly last_usage: KeyUsage | null;
}

/** The facts that DescribeKey gives. */
export function keyFacts(
  { origin, key_spec, key_usage, multi_region }: KmsKey,
  aliases: readonly string[] | null,
): KeyFacts {
  return {
    origin,
    spec: key_spec,
    usage: key_usage,
    multi_region: multi_region === null ? null : multi_region.type === 'REPLICA' ? 'REPLICA' : 'PRIMARY',
    aliases,
    tags: null,
    last_usage: null,
  };
}

type Values = Record<string, readonly string[]>;

/**
 * The condition keys that such a request carries with their values, and those that it does not carry. What nobody
 * can know before a real call (`aws:SourceIp`, `aws:MultiFactorAuthPresent`, …) is in neither list.
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function requestContext(facts: RequestFacts): RequestContext {
  const carried = carriedKeys(facts);
  const values: Values = globalValues(facts);
  const absent = [...neverCarried(facts), ...requestKeys.filter((key) => !carried.includes(key))];
  const set = (key: string, value: readonly string[] | null | undefined) => {
    if (!carried.includes(key) || value === undefined) return;
    if (value === null) absent.push(key);
    else values[key] = value;
  };
  set('kms:CallerAccount', [facts.account_id]);
  set('kms:ViaService', null);
  set('kms:RequestAlias', null);
  set('kms:BypassPolicyLockoutSafetyCheck', ['false']);
  set('kms:ExpirationModel', ['KEY_MATERIAL_DOES_NOT_EXPIRE']);
  set('kms:ValidTo', null);
  set('kms:ScheduleKeyDeletionPendingWindowInDays', [String(deletionWindowDays)]);
  set('kms:ReplicaRegion', facts.replica_region === null ? undefined : [facts.replica_region]);
  const { key } = facts;
  if (key !== null) {
    set('kms:KeyOrigin', optional(key.origin));
    set('kms:KeySpec', optional(key.spec));
    set('kms:KeyUsage', optional(key.usage));
    set('kms:MultiRegion', [String(key.multi_region !== null)]);
    set('kms:MultiRegionKeyType', key.multi_region === null ? null : [key.multi_region]);
    set('kms:TrailingDaysWithoutKeyUsage', daysWithoutUsage(key.last_usage, facts.now));
    set('kms:ResourceAliases', aliasesOf(facts.action, key));
    if (carried.includes('aws:ResourceTag/')) addTags(key.tags, 'aws:ResourceTag/', values, absent);
  }
  // A key has no tags yet while it is created.
  if (facts.kind === 'new_key' && sameAction(facts.action, 'kms:TagResource'))
    absent.push('aws:ResourceTag/');
  return { values: lowered(values), absent: absent.map((name) => name.toLowerCase()) };
}

function carriedKeys({ action, kind }: RequestFacts): readonly string[] {
  const own = kmsAction(action)?.keys ?? [];
  return kind === 'key' || kind === 'new_key' ? [...own, ...keyResourceKeys] : own;
}

function globalValues({ region, principal_arn, account_id, now, principal, kind }: RequestFacts): Values {
  const who = principal_arn === null ? null : parsePrincipal(principal_arn);
  const isUser = who?.kind === 'user';
  const values: Values = {
    'aws:CurrentTime': [now.toISOString()],
    'aws:EpochTime': [String(Math.floor(now.getTime() / 1000))],
    'aws:SecureTransport': ['true'],
    'aws:RequestedRegion': [region],
    'aws:PrincipalAccount': [who?.account_id ?? account_id],
    'aws:PrincipalIsAWSService': ['false'],
    'aws:ViaAWSService': ['false'],
  };
  if (principal_arn !== null) values['aws:PrincipalArn'] = [principal_arn];
  if (isUser || who?.kind === 'role') values['aws:PrincipalType'] = [isUser ? 'User' : 'AssumedRole'];
  if (isUser) values['aws:username'] = [who.name];
  if (isUser && principal !== null) values['aws:userid'] = [principal.unique_id];
  if (kind === 'key' || kind === 'new_key') values['aws:ResourceAccount'] = [account_id];
  for (const [name, value] of Object.entries(principal?.tags ?? {}))
    values[`aws:PrincipalTag/${name}`] = [value];
  return values;
}

/** What only requests that a service makes, or sessions of another kind, carry. */
function neverCarried({ principal_arn, principal }: RequestFacts): string[] {
  const kind = principal_arn === null ? null : parsePrincipal(principal_arn)?.kind;
  return [
    'aws:CalledVia',
    'aws:CalledViaFirst',
    'aws:CalledViaLast',
    'aws:PrincipalServiceName',
    'aws:PrincipalServiceNamesList',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceOrgID',
    'aws:SourceOrgPaths',
    ...(kind === 'user' ? ['aws:FederatedProvider'] : kind === 'role' ? ['aws:username'] : []),
    ...(principal === null ? [] : ['aws:PrincipalTag/']),
  ];
}

/** DeleteAlias carries none: https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/686 */
function aliasesOf(action: string, { aliases }: KeyFacts): readonly string[] | null | undefined {
  if (sameAction(action, 'kms:DeleteAlias') || aliases?.length === 0) return null;
  return aliases ?? undefined;
}

function addTags(tags: KeyFacts['tags'], prefix: string, values: Values, absent: string[]): void {
  if (tags === null) return;
  absent.push(prefix);
  for (const [name, value] of Object.entries(tags)) values[`${prefix}${name}`] = [value];
}

/**
 * Whole days, rounded down: since the last use, else since the creation or the beginning of the record, whichever is
 * later.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
function daysWithoutUsage(usage: KeyUsage | null, now: Date): readonly string[] | undefined {
  if (usage === null) return undefined;
  const { last_used, created, tracked_since } = usage;
  const since = last_used ?? (created > tracked_since ? created : tracked_since);
  return [String(Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 86_400_000)))];
}

function optional(value: string | null): readonly string[] | undefined {
  return value === null ? undefined : [value];
}

function sameAction(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function lowered(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
}

/**
 * Keys whose value is another one for each KMS key or action. They would multiply the simulations, so a simulation is
 * given them only when a policy asks.
 */
const onDemand =
  /^(kms:(resourcealiases|trailingdayswithoutkeyusage|expirationmodel|schedulekeydeletionpendingwindowindays|bypasspolicylockoutsafetycheck|replicaregion)$|aws:(resourcetag\/|resourceaccount$))/;

/** A context as a simulation takes it. */
export function contextEntries({ values }: RequestContext, withAll: boolean): ContextEntry[] {
  return Object.entries(values)
    .filter(([key]) => withAll || !onDemand.test(key))
    .map(([key, list]) => ({ key, type: typeOf(key), values: list }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Whether a simulation is given the key only when a policy asks. */
export function isOnDemand(key: string): boolean {
  return onDemand.test(key.toLowerCase());
}

const types: Readonly<Record<string, ContextEntry['type']>> = {
  'aws:currenttime': 'date',
  'aws:epochtime': 'numeric',
  'aws:securetransport': 'boolean',
  'aws:principalisawsservice': 'boolean',
  'aws:viaawsservice': 'boolean',
  'kms:bypasspolicylockoutsafetycheck': 'boolean',
  'kms:multiregion': 'boolean',
  'kms:resourcealiases': 'stringList',
  'kms:schedulekeydeletionpendingwindowindays': 'numeric',
  'kms:trailingdayswithoutkeyusage': 'numeric',
};

function typeOf(key: string): ContextEntry['type'] {
  return types[key] ?? 'string';
}
