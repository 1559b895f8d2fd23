import { randomBytes } from 'node:crypto';
import * as kms from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Finding, Report } from '../../src/model/report.ts';
import { findingsOf } from '../../src/model/report-findings.ts';
import { put, quiet, record, region } from '../lambda/support.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { importMaterial } from '../support/import-material.ts';
import { follow } from './shell.ts';

/**
 * Each remedy is carried out on a key that has encrypted something: the commands that it prints are run as they stand,
 * and afterwards the data decrypts, or the remedy has said before that it would not.
 */
let emulator: Emulator;
let client: kms.KMSClient;
const provider = `keymgmt/kms/aws-${region}`;
const plaintext = Buffer.from('the customer table');

beforeAll(async () => {
  emulator = await startEmulator();
  client = clientIn(region);
  await put(emulator, provider, { provider: 'awskms', key_collection: region });
});
afterAll(() => emulator.stop());

function clientIn(at: string): kms.KMSClient {
  const credentials = { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey };
  return new kms.KMSClient({ region: at, endpoint: emulator.awsEndpoint, credentials });
}

let made = 0;
async function distributed(options: { rotations?: number; replica_regions?: string[] } = {}) {
  const name = `key-${++made}`;
  const { replica_regions, rotations = 0 } = options;
  await put(emulator, `keymgmt/key/${name}`, {
    type: 'aes256-gcm96',
    ...(replica_regions === undefined ? {} : { replica_regions }),
  });
  await put(emulator, `${provider}/key/${name}`, { purpose: ['encrypt', 'decrypt'], protection: 'hsm' });
  for (let count = 0; count < rotations; count++) await put(emulator, `keymgmt/key/${name}/rotate`, {});
  return { ...(await record(emulator, name)), ...(replica_regions === undefined ? {} : { replica_regions }) };
}

type Key = Awaited<ReturnType<typeof distributed>>;

async function encrypt(KeyId: string): Promise<Uint8Array> {
  return (await client.send(new kms.EncryptCommand({ KeyId, Plaintext: plaintext }))).CiphertextBlob!;
}

/** The plaintext, or the name of AWS's error. */
async function decrypt(CiphertextBlob: Uint8Array, at = client): Promise<string> {
  return at.send(new kms.DecryptCommand({ CiphertextBlob })).then(
    ({ Plaintext }) => Buffer.from(Plaintext!).toString(),
    (error: Error) => error.name,
  );
}

async function check(key: object, depth = 'standard'): Promise<Report> {
  const env = {
    AWS_ENDPOINT_URL: emulator.awsEndpoint,
    AWS_ACCESS_KEY_ID: emulator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
  };
  const handler = createHandler(env, { ...systemClock, sleep: async () => {} }, quiet());
  return handler({ region, keys: [key], permissions: { sets: [] }, depth });
}

async function findingOf(key: object, id: Finding['check'], depth = 'standard'): Promise<Finding> {
  const report = await check(key, depth);
  const found = findingsOf(report).find(({ finding }) => finding.check === id);
  expect(findingsOf(report).map(({ finding }) => finding.check)).toContain(id);
  return found!.finding;
}

const readable = plaintext.toString();
const kmsKey = ({ versions }: Key, version = 1) => versions[String(version)]!;

describe('what the remedy brings back', () => {
  test('a key that was disabled', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    await client.send(new kms.DisableKeyCommand({ KeyId: kmsKey(key) }));
    expect(await decrypt(ciphertext)).toBe('DisabledException');
    await follow(emulator, (await findingOf(key, 'key_state')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('a key whose deletion is scheduled', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: kmsKey(key), PendingWindowInDays: 7 }));
    await follow(emulator, (await findingOf(key, 'key_state')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test('an alias that was deleted', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    await client.send(new kms.DeleteAliasCommand({ AliasName: key.alias }));
    await follow(emulator, (await findingOf(key, 'alias_exists')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
    expect(await decrypt(await encrypt(key.alias))).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('an alias that was moved, and what was encrypted with it meanwhile', async () => {
    const key = await distributed();
    const before = await encrypt(key.alias);
    const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({}));
    await client.send(new kms.UpdateAliasCommand({ AliasName: key.alias, TargetKeyId: KeyMetadata!.KeyId! }));
    const meanwhile = await encrypt(key.alias);
    await follow(emulator, (await findingOf(key, 'alias_target')).remediation);
    expect(await decrypt(before)).toBe(readable);
    expect(await decrypt(meanwhile)).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('a second alias takes no data with it', async () => {
    const key = await distributed();
    const AliasName = `alias/hashicorp/another-1600000000`;
    await client.send(new kms.CreateAliasCommand({ AliasName, TargetKeyId: kmsKey(key) }));
    const ciphertext = await encrypt(AliasName);
    await follow(emulator, (await findingOf(key, 'alias_single')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('a replica that is missing', async () => {
    const key = await distributed({ replica_regions: ['eu-west-1'] });
    const ciphertext = await encrypt(key.alias);
    await follow(emulator, (await findingOf(key, 'replicas')).remediation);
    expect(await decrypt(ciphertext, clientIn('eu-west-1'))).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });

  test('a replica that lost its material decrypts no more, as the remedy says, and the other region does', async () => {
    const key = await distributed({ replica_regions: ['eu-west-1'] });
    const away = clientIn('eu-west-1');
    await put(emulator, `${provider}/key/${key.name}/replicate`, {});
    const ciphertext = await encrypt(key.alias);
    await away.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId: kmsKey(key) }));
    expect(await decrypt(ciphertext, away)).not.toBe(readable);
    const { remediation } = await findingOf(key, 'replicas');
    expect(remediation).toContain('decrypts only with the same material');
    await follow(emulator, remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test('a version that was never distributed', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    await follow(emulator, (await findingOf({ ...key, latest_version: 2 }, 'latest_version')).remediation);
    expect(await decrypt(ciphertext)).toBe(readable);
    const after = await record(emulator, key.name);
    expect(Object.keys(after.versions)).toEqual(['1', '2']);
    expect((await check(after)).status).toBe('pass');
  });

  test('a key policy', async () => {
    const key = await distributed();
    const ciphertext = await encrypt(key.alias);
    const KeyId = kmsKey(key);
    const { Policy } = await client.send(new kms.GetKeyPolicyCommand({ KeyId }));
    const open = JSON.parse(Policy!);
    const foreign = { AWS: 'arn:aws:iam::999988887777:root' };
    open.Statement.push({ Effect: 'Allow', Principal: foreign, Action: 'kms:*', Resource: '*' });
    await client.send(new kms.PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify(open) }));
    const { remediation } = await findingOf(key, 'policy_foreign');
    await follow(emulator, remediation, { 'policy.json': Policy! });
    expect(await decrypt(ciphertext)).toBe(readable);
    expect((await check(key)).status).toBe('pass');
  });
});

describe('a wrong KMS key keeps its data, and the data moves before anything is taken away', () => {
  /** Puts a KMS key under the alias and into the record, as if Vault had recorded it. */
  async function replaced(input: kms.CreateKeyCommandInput, fill?: (id: string) => Promise<void>) {
    const key = await distributed();
    const { KeyMetadata } = await client.send(new kms.CreateKeyCommand(input));
    const id = KeyMetadata!.KeyId!;
    await fill?.(id);
    await client.send(new kms.UpdateAliasCommand({ AliasName: key.alias, TargetKeyId: id }));
    return { ...key, versions: { '1': id } };
  }

  async function moves(key: Key, id: Finding['check'], depth = 'standard', fill = {}) {
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

  test('whose material KMS made', async () => {
    await moves(await replaced({}), 'origin');
  });

  test('that is older than the distribution', async () => {
    const key = await distributed();
    const distribution_time = new Date(Date.now() + 3 * 86_400_000).toISOString();
    await moves({ ...key, distribution_time }, 'creation_date');
  });

  test('whose material expires', async () => {
    const key = await replaced({ Origin: 'EXTERNAL' }, (id) =>
      importMaterial(client, id, { ValidTo: new Date(Date.now() + 86_400_000) }),
    );
    await moves(key, 'expiry');
  });

  test('with a second material', async () => {
    const key = await distributed();
    await importMaterial(client, kmsKey(key), { ImportType: 'NEW_KEY_MATERIAL' });
    await moves(key, 'material_history', 'full');
  });

  test('whose material is another than recorded', async () => {
    const key = await distributed();
    await moves({ ...key, key_material_ids: { '1': 'b'.repeat(64) } } as Key, 'material_id');
  });

  test('that is multi-region', async () => {
    const key = await replaced({ MultiRegion: true, Origin: 'EXTERNAL' }, (id) => importMaterial(client, id));
    const other = await distributed();
    await moves(key, 'multi_region', 'standard', { '<new alias>': other.alias });
  });
});

describe('lost material', () => {
  const material = randomBytes(32);
  let key: Key;
  let ciphertext: Uint8Array;
  beforeAll(async () => {
    key = await distributed();
    const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' }));
    const id = KeyMetadata!.KeyId!;
    await importMaterial(client, id, { material });
    await client.send(new kms.UpdateAliasCommand({ AliasName: key.alias, TargetKeyId: id }));
    key = { ...key, versions: { '1': id } };
    ciphertext = await encrypt(key.alias);
    await client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId: id }));
  });

  test('comes back with the same material in the same KMS key, and new data goes on meanwhile', async () => {
    const { remediation } = await findingOf(key, 'material');
    expect(remediation).toMatch(/^Do not remove the distribution/);
    expect(remediation).toMatch(/only the same key material, imported again into this same KMS key/);
    expect(remediation).not.toMatch(/delete-|schedule-key-deletion|distribute the key again/);
    await follow(emulator, remediation);
    // The commands alone bring nothing back, as the remedy says; new data has a key of its own.
    expect(await decrypt(ciphertext)).not.toBe(readable);
    expect(await decrypt(await encrypt(key.alias))).toBe(readable);
    await importMaterial(client, kmsKey(key), { material });
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test('does not come back with the same material in another KMS key', async () => {
    await client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId: kmsKey(key) }));
    const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' }));
    await importMaterial(client, KeyMetadata!.KeyId!, { material });
    expect(await decrypt(ciphertext)).not.toBe(readable);
  });
});

describe('what the remedy says before it takes something away', () => {
  test('a retired version that is disabled stops decrypting', async () => {
    const key = await distributed({ rotations: 1 });
    const ciphertext = await encrypt(kmsKey(key));
    const retired = { ...key, min_enabled_version: 2 };
    const { remediation } = await findingOf(retired, 'key_state');
    expect(remediation).toMatch(/^Whatever still decrypts with this version fails with DisabledException/);
    await follow(emulator, remediation);
    expect(await decrypt(ciphertext)).toBe('DisabledException');
    await client.send(new kms.EnableKeyCommand({ KeyId: kmsKey(key) }));
    expect(await decrypt(ciphertext)).toBe(readable);
  });

  test('a KMS key that is gone takes its data with it', async () => {
    const key = { ...(await distributed()), versions: { '1': '00000000-1111-4222-8333-000000000000' } };
    const { remediation } = await findingOf(key, 'exists');
    expect(remediation).toContain('cannot be restored, and what it encrypted is lost');
    await follow(emulator, remediation);
    expect(await decrypt(await encrypt(key.alias))).toBe(readable);
  });
});

test('a name with what a shell acts on is quoted', async () => {
  const key = { ...(await distributed()), alias: "alias/x'; rm -rf /; echo '" };
  const { remediation } = await findingOf(key, 'alias_exists');
  expect(remediation).toContain("--alias-name 'alias/x'\\''; rm -rf /; echo '\\'''");
});
