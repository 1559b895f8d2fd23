import type { Expectation } from '../model/expectation.ts';
import { latestRecorded } from './expectations.ts';

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
}

/**
 * What to do about a finding: sentences, and commands on lines of their own. A command that removes something comes
 * after a line that says so.
 */
export type Remedy = (target: RemedyTarget) => string;

/** The words that stand for the names in `docs/checks.md`. */
export const placeholders: RemedyTarget = {
  region: '<region>',
  key_id: '<key id>',
  key_arn: '<key arn>',
  latest_key_id: '<key id of the latest version>',
  alias: '<alias>',
  key_path: '<mount>/key/<key>',
  distribution_path: '<mount>/kms/<provider>/key/<key>',
};

/** The words of one key; without a version, those of its latest one. */
export function remedyTarget(
  expectation: Expectation,
  region: string,
  keyId: string | null,
  arn: string | null = null,
): RemedyTarget {
  const { name, kms, alias, path = 'keymgmt', namespace = '' } = expectation;
  const latest = latestRecorded(expectation)?.key_id ?? '';
  const at = (rest: string) =>
    `${namespace === '' ? '' : `-namespace=${shellWord(namespace)} `}${shellWord(`${path}/${rest}`)}`;
  return {
    region: shellWord(region),
    key_id: shellWord(keyId ?? latest),
    key_arn: shellWord(arn ?? keyId ?? latest),
    latest_key_id: shellWord(latest),
    alias: shellWord(alias),
    key_path: at(`key/${name}`),
    distribution_path: at(`kms/${kms}/key/${name}`),
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

/** Encrypts one ciphertext of a KMS key with another one, without showing its plaintext. */
export function reEncrypt({ region, key_id }: RemedyTarget, destination: string): string {
  return `aws kms re-encrypt --region ${region} --ciphertext-blob fileb://ciphertext --source-key-id ${key_id} --destination-key-id ${destination} --query CiphertextBlob --output text`;
}

/**
 * Brings new data under a good KMS key, and old data with it, without taking anything away.
 *
 * Sources: https://developer.hashicorp.com/vault/docs/secrets/key-management (a version is a KMS key; a rotation moves
 * the alias), https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
 */
export function moveData(target: RemedyTarget): string {
  return [
    'Rotate the key in Vault: the new version gets a KMS key of its own, and the alias moves to it:',
    rotate(target),
    'Then encrypt each ciphertext of this KMS key again, with its encryption context if it has one; sign again what it signed:',
    reEncrypt(target, target.alias),
  ].join('\n');
}

/**
 * AWS decrypts a ciphertext with the KMS key that made it, and with nothing else.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
 */
export const keepKey =
  'Keep this KMS key until nothing needs it: what it encrypted can be decrypted with this KMS key alone, and removing the distribution schedules the KMS keys of all versions for deletion.';

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
