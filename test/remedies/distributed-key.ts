import * as kms from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Finding, Report } from '../../src/model/report.ts';
import { findingsOf } from '../../src/model/report-findings.ts';
import { put, quiet, record, region } from '../lambda/support.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { follow } from './shell.ts';

/**
 * Each remedy is carried out on a key that has encrypted something: the commands that it prints are run as they stand,
 * and afterwards the data decrypts, or the remedy has said before that it would not.
 */
export let emulator: Emulator;
export let client: kms.KMSClient;
export const provider = `keymgmt/kms/aws-${region}`;
const plaintext = Buffer.from('the customer table');
export const readable = plaintext.toString();

beforeAll(async () => {
  emulator = await startEmulator({ config: { keymgmt: { asymmetric: true } } });
  client = clientIn(region);
  await put(emulator, provider, { provider: 'awskms', key_collection: region });
});
afterAll(() => emulator.stop());

export function clientIn(at: string): kms.KMSClient {
  const credentials = { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey };
  return new kms.KMSClient({ region: at, endpoint: emulator.awsEndpoint, credentials });
}

interface Made {
  type?: string;
  purpose?: string[];
  rotations?: number;
  replica_regions?: string[];
}

let made = 0;
/** A key that Vault distributed, as the event's `keys` name it. */
export async function distributed(options: Made = {}) {
  const name = `key-${++made}`;
  const { type = 'aes256-gcm96', purpose = ['encrypt', 'decrypt'], rotations = 0, replica_regions } = options;
  const replicas = replica_regions === undefined ? {} : { replica_regions };
  await put(emulator, `keymgmt/key/${name}`, { type, ...replicas });
  await put(emulator, `${provider}/key/${name}`, { purpose, protection: 'hsm' });
  for (let count = 0; count < rotations; count++) await put(emulator, `keymgmt/key/${name}/rotate`, {});
  return { ...(await recorded(name)), ...replicas };
}

/** What Vault says of a key and its distribution now, with its public keys. */
export async function recorded(name: string) {
  const { versions } = (await emulator.vault('GET', `keymgmt/key/${name}`)).body.data;
  const { purpose } = (await emulator.vault('GET', `${provider}/key/${name}`)).body.data;
  const public_keys = Object.entries<{ public_key?: string }>(versions).flatMap(
    ([version, { public_key }]) => (public_key === undefined ? [] : [[version, public_key]]),
  );
  return {
    ...(await record(emulator, name)),
    purpose: String(purpose).split(','),
    public_keys: Object.fromEntries(public_keys) as Record<string, string>,
  };
}

export type Key = Awaited<ReturnType<typeof distributed>>;

/** Puts a KMS key under the alias and into the record, as if Vault had recorded it. */
export async function replaced(
  input: kms.CreateKeyCommandInput,
  fill?: (id: string) => Promise<void>,
  options: Made = {},
): Promise<Key> {
  const key = await distributed(options);
  const { KeyMetadata } = await client.send(new kms.CreateKeyCommand(input));
  const id = KeyMetadata!.KeyId!;
  await fill?.(id);
  // UpdateAlias would reject a KMS key of another type or usage.
  await client.send(new kms.DeleteAliasCommand({ AliasName: key.alias }));
  await client.send(new kms.CreateAliasCommand({ AliasName: key.alias, TargetKeyId: id }));
  return { ...key, versions: { '1': id } };
}

export function kmsKey({ versions }: Key, version = 1): string {
  return versions[String(version)]!;
}

type Algorithm = kms.EncryptionAlgorithmSpec;

export async function encrypt(
  KeyId: string,
  EncryptionAlgorithm: Algorithm = 'SYMMETRIC_DEFAULT',
): Promise<Uint8Array> {
  const command = new kms.EncryptCommand({ KeyId, Plaintext: plaintext, EncryptionAlgorithm });
  return (await client.send(command)).CiphertextBlob!;
}

/** The plaintext, or the name of AWS's error. */
export async function decrypt(
  CiphertextBlob: Uint8Array,
  at = client,
  named: { KeyId?: string; EncryptionAlgorithm?: Algorithm } = {},
): Promise<string> {
  return at.send(new kms.DecryptCommand({ CiphertextBlob, ...named })).then(
    ({ Plaintext }) => Buffer.from(Plaintext!).toString(),
    (error: Error) => error.name,
  );
}

/** The Lambda's report about one key. */
export async function check(key: object, depth = 'standard', more: object = {}): Promise<Report> {
  const env = {
    AWS_ENDPOINT_URL: emulator.awsEndpoint,
    AWS_ACCESS_KEY_ID: emulator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
  };
  const handler = createHandler(env, { ...systemClock, sleep: async () => {} }, quiet());
  return handler({ region, keys: [key], permissions: { sets: [] }, depth, ...more });
}

export async function findingOf(
  key: object,
  id: Finding['check'],
  depth = 'standard',
  more: object = {},
): Promise<Finding> {
  const findings = findingsOf(await check(key, depth, more)).map(({ finding }) => finding);
  expect(findings.map((finding) => finding.check)).toContain(id);
  return findings.find((finding) => finding.check === id)!;
}

/** Follows a remedy that moves the data of a wrong KMS key, and reads the data before and after. */
export async function moves(key: Key, id: Finding['check'], depth = 'standard', fill = {}): Promise<void> {
  const ciphertext = await encrypt(kmsKey(key));
  const { remediation } = await findingOf(key, id, depth);
  expect(remediation).toContain('Keep this KMS key');
  const files = { ciphertext };
  await follow(emulator, remediation, files, fill);
  expect(await decrypt(ciphertext)).toBe(readable);
  const { KeyId } = await client.send(new kms.DecryptCommand({ CiphertextBlob: files.ciphertext }));
  expect(await decrypt(files.ciphertext)).toBe(readable);
  expect(KeyId).not.toContain(kmsKey(key));
}
