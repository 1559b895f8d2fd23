import type { KmsKey } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import { keySpecOf, keyUsageOf, latestRecorded } from './expectations.ts';

/**
 * What a remedy's commands name. Each is a word that a POSIX shell takes as it is, so that a command can be pasted
 * whatever a name holds.
 */
export interface RemedyTarget {
  readonly region: string;
  /** The KMS key of the version, or of the latest version. */
  readonly key_id: string;
  /** Its ARN, where that is known; else its id. */
  readonly key_arn: string;
  /** The KMS key of the latest version. */
  readonly latest_key_id: string;
  readonly alias: string;
  /** Arguments of the `vault` command: the key's path, and the namespace where there is one. */
  readonly key_path: string;
  readonly distribution_path: string;
  readonly purpose: string;
  /** What the KMS key is: that decides how its data moves. */
  readonly kind: KeyKind;
  /** What the KMS keys that Vault creates for the key are. */
  readonly vault_kind: KeyKind;
}

/** A spec and a usage of KMS, such as `RSA_2048` and `SIGN_VERIFY`. */
export interface KeyKind {
  readonly spec: string;
  readonly usage: string;
}

/**
 * What to do about a finding: sentences, and commands on lines of their own. A command that removes something comes
 * after a line that says so.
 */
export type Remedy = (target: RemedyTarget) => string;

const symmetric: KeyKind = { spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT' };

/** The words that stand for the names in `docs/checks.md`. */
export const placeholders: RemedyTarget = {
  region: '<region>',
  key_id: '<key id>',
  key_arn: '<key arn>',
  latest_key_id: '<key id of the latest version>',
  alias: '<alias>',
  key_path: '<mount>/key/<key>',
  distribution_path: '<mount>/kms/<provider>/key/<key>',
  purpose: '<purpose>',
  kind: symmetric,
  vault_kind: symmetric,
};

/** The words of one key; without a KMS key, those of its latest version. */
export function remedyTarget(
  expectation: Expectation,
  region: string,
  key: Pick<KmsKey, 'key_id'> & Partial<KmsKey> = { key_id: latestRecorded(expectation)?.key_id ?? '' },
): RemedyTarget {
  const { name, kms, alias, type, purpose, path = 'keymgmt', namespace = '' } = expectation;
  const at = (rest: string) =>
    `${namespace === '' ? '' : `-namespace=${shellWord(namespace)} `}${shellWord(`${path}/${rest}`)}`;
  const vault_kind = {
    spec: keySpecOf(type) ?? symmetric.spec,
    usage: keyUsageOf(purpose) ?? symmetric.usage,
  };
  return {
    region: shellWord(region),
    key_id: shellWord(key.key_id),
    key_arn: shellWord(key.arn ?? key.key_id),
    latest_key_id: shellWord(latestRecorded(expectation)?.key_id ?? ''),
    alias: shellWord(alias),
    key_path: at(`key/${name}`),
    distribution_path: at(`kms/${kms}/key/${name}`),
    purpose: shellWord(purpose.join(',')),
    kind: { spec: key.key_spec ?? vault_kind.spec, usage: key.key_usage ?? vault_kind.usage },
    vault_kind,
  };
}

/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `aws kms enable-key --region us-west-2 --key-id 1234…` */
export function onKey(command: string, { region, key_id }: Pick<RemedyTarget, 'region' | 'key_id'>): string {
  return `aws kms ${command} --region ${region} --key-id ${key_id}`;
}

/** The events of one KMS key in CloudTrail: who changed it, and when. */
export function findEvents({ region, key_arn }: Pick<RemedyTarget, 'region' | 'key_arn'>): string {
  return `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=ResourceName,AttributeValue=${key_arn}`;
}

/** Makes a new version with a KMS key of its own, and moves the alias to it. It removes nothing. */
export function rotate({ key_path }: RemedyTarget): string {
  return `vault write -f ${withSuffix(key_path, '/rotate')}`;
}

/** Replicates what replicas lack. It removes nothing. */
export function replicate({ distribution_path }: RemedyTarget): string {
  return `vault write -f ${withSuffix(distribution_path, '/replicate')}`;
}

export function readDistribution({ distribution_path }: RemedyTarget): string {
  return `vault read ${distribution_path}`;
}

/** What stays when data has moved: Vault removes a version from KMS only with the whole distribution. */
export const staysOnRecord =
  'The finding stays as long as the version is in the distribution record; accept it until the distribution is no longer needed.';

function withSuffix(path: string, suffix: string): string {
  return path.endsWith("'") ? `${path.slice(0, -1)}${suffix}'` : `${path}${suffix}`;
}

export function readKeyPolicy(target: RemedyTarget): string[] {
  return [`${onKey('get-key-policy', target)} --policy-name default --query Policy --output text`];
}

/** Replaces the whole key policy with that in a file. */
export function putKeyPolicy(target: RemedyTarget): string[] {
  return [`${onKey('put-key-policy', target)} --policy-name default --policy file://policy.json`];
}
