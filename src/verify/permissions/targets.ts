import type { EvidenceFailure } from '../../model/evidence.ts';
import type { PermissionKey, PrincipalDetails } from '../../model/permission-evidence.ts';
import type { RequestContext } from '../key-policy/request.ts';
import type { PermissionNeed, ResourceKind } from './permission-sets.ts';
import type { KeyFacts } from './request-context.ts';
import { keyFacts, requestContext } from './request-context.ts';

/** One action on one resource, as Vault would ask for it. */
export interface PermissionTarget {
  readonly action: string;
  readonly kind: ResourceKind;
  readonly region: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** The key that is there; `null` for others. */
  readonly key: PermissionKey | null;
  readonly context: RequestContext;
}

/** Whose permissions are decided, and on what. */
export interface PermissionSubject {
  readonly principal_arn: string;
  /** `null`: not read. */
  readonly principal: PrincipalDetails | null;
  readonly partition: string;
  readonly account_id: string;
  readonly region: string;
  readonly now: Date;
  readonly keys: readonly PermissionKey[];
  /** The aliases of these keys. */
  readonly aliases: readonly string[];
  /** The kinds of keys that the next versions will be. */
  readonly next_keys: readonly KeyFacts[];
  readonly replica_regions: readonly string[];
  /** What was read about single keys because a policy asks for it, by ARN. */
  readonly details: Readonly<Record<string, Pick<KeyFacts, 'tags' | 'last_usage'>>>;
  /** What a policy asks for and could not be read. */
  readonly unread: readonly UnreadFact[];
}

/** Condition keys without a value, because a call failed. */
export interface UnreadFact {
  /** In lower case; one that ends with `/` stands for all that begin with it. */
  readonly key: string;
  readonly failure: EvidenceFailure;
}

/** Everything that one action has to be allowed on. */
export function targetsOf(need: PermissionNeed, subject: PermissionSubject): readonly PermissionTarget[] {
  const kinds = subject.keys.length > 0 ? need.resources : withoutKeys(need.resources);
  const here = kinds.flatMap((kind) => targetsOfKind(need.action, kind, subject));
  return need.in_replicas ? [...here, ...inReplicas(need, subject)] : here;
}

/** Before the first distribution, the next key stands for those that are there. */
function withoutKeys(kinds: readonly ResourceKind[]): readonly ResourceKind[] {
  return [...new Set(kinds.map((kind) => (kind === 'key' ? 'new_key' : kind)))];
}

function targetsOfKind(action: string, kind: ResourceKind, subject: PermissionSubject): PermissionTarget[] {
  const { region } = subject;
  const isReplication = action === 'kms:ReplicateKey';
  const replicaRegions =
    isReplication && subject.replica_regions.length > 0 ? subject.replica_regions : [null];
  const target = (resource: string, facts: KeyFacts | null, key: PermissionKey | null = null) =>
    replicaRegions.map((replica) => toTarget(action, kind, region, resource, facts, key, replica, subject));
  if (kind === 'any') {
    const variants = action === 'kms:CreateKey' ? subject.next_keys : [null];
    return variants.flatMap((facts) => target('*', facts));
  }
  if (kind === 'alias')
    return aliasesFor(action, subject).flatMap((alias) => target(arn(subject, region, alias), null));
  if (kind === 'new_key')
    return subject.next_keys
      .filter(
        ({ multi_region }) => !isReplication || multi_region !== null || subject.replica_regions.length === 0,
      )
      .flatMap((facts) => target(newKeyArn(subject, region, facts), facts));
  return subject.keys
    .filter(({ key }) => !isReplication || !key.ok || key.value.multi_region?.type === 'PRIMARY')
    .flatMap((key) => target(key.arn, factsOf(key, subject), key));
}

/** Replication makes a KMS key in each replica region, which needs its own import. */
function inReplicas({ action, resources }: PermissionNeed, subject: PermissionSubject): PermissionTarget[] {
  const kind = resources.includes('any') ? 'any' : 'new_key';
  const facts = subject.next_keys.find(({ multi_region }) => multi_region !== null);
  if (facts === undefined) return [];
  const replica: KeyFacts = { ...facts, multi_region: 'REPLICA' };
  return subject.replica_regions.map((region) => {
    const resource = kind === 'any' ? '*' : newKeyArn(subject, region, replica);
    return toTarget(action, kind, region, resource, replica, null, null, subject);
  });
}

function toTarget(
  action: string,
  kind: ResourceKind,
  region: string,
  resource: string,
  key: KeyFacts | null,
  existing: PermissionKey | null,
  replica_region: string | null,
  { principal_arn, principal, account_id, now }: PermissionSubject,
): PermissionTarget {
  const facts = { action, kind, region, principal_arn, account_id, now, principal, key, replica_region };
  return { action, kind, region, resource, key: existing, context: requestContext(facts) };
}

function factsOf({ arn, key, aliases }: PermissionKey, { details }: PermissionSubject): KeyFacts | null {
  if (!key.ok) return null;
  const names = aliases === null ? null : aliases.map(({ name }) => name);
  return { ...keyFacts(key.value, names), ...details[arn] };
}

/** CreateAlias makes the alias of a new distribution, whose name ends with another time. */
function aliasesFor(action: string, { aliases, now }: PermissionSubject): readonly string[] {
  const known = aliases.length > 0 ? aliases : ['alias/hashicorp/example-1700000000'];
  if (action !== 'kms:CreateAlias') return known;
  const time = Math.floor(now.getTime() / 1000);
  return [...new Set(known.map((alias) => alias.replace(/-\d+$/, `-${time}`)))];
}

/** IAM simulates resources that do not exist; no KMS key ever gets one of these ids. */
function newKeyArn(subject: PermissionSubject, region: string, { multi_region }: KeyFacts): string {
  const id =
    multi_region === null
      ? '00000000-0000-4000-8000-000000000000'
      : `mrk-${'0'.repeat(12)}4${'0'.repeat(19)}`;
  return arn(subject, region, `key/${id}`);
}

function arn({ partition, account_id }: PermissionSubject, region: string, resource: string): string {
  return `arn:${partition}:kms:${region}:${account_id}:${resource}`;
}
