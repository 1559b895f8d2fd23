import { setTimeout } from 'node:timers/promises';
import {
  CancelKeyDeletionCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { output, runDeclared, runnerIdentity } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

/** The scenarios of docs/recovery.md, carried out: what each step brings back, and what it does not. */

const path = 'keymgmt';
const kms = { aws: { key_collection: 'us-west-2' } };
const manifest = (keys: object = { db: { kms: 'aws' } }) => ({ path, kms, keys });
const plaintext = Buffer.from('the customer table');

let emulator: Emulator;
let client: KMSClient;
beforeEach(async () => {
  emulator = await startEmulator();
  client = clientOf(emulator);
  expect((await apply()).exitCode).toBe(0);
});
afterEach(async () => {
  client.destroy();
  await emulator.stop();
});

function clientOf({ awsEndpoint, accessKeyId, secretAccessKey }: Emulator): KMSClient {
  return new KMSClient({
    region: 'us-west-2',
    endpoint: awsEndpoint,
    credentials: { accessKeyId, secretAccessKey },
  });
}

const apply = (keys?: object, inputs = {}) => runDeclared(emulator, 'apply', manifest(keys), inputs);
const verify = () =>
  runDeclared(emulator, 'verify', manifest(), { permissions: 'vault' }, runnerIdentity(emulator));

interface Distributed {
  readonly alias: string;
  readonly versions: Readonly<Record<string, string>>;
}

async function distributed(): Promise<Distributed> {
  const { data } = (await emulator.vault('GET', `${path}/kms/aws/key/db`)).body;
  return { alias: `alias/hashicorp/${data.name}`, versions: data.versions };
}

async function encrypt(KeyId: string): Promise<Uint8Array> {
  return (await client.send(new EncryptCommand({ KeyId, Plaintext: plaintext }))).CiphertextBlob!;
}

/** The plaintext; or the name of AWS's error. A symmetric ciphertext names its KMS key, so none is given. */
async function decrypt(CiphertextBlob: Uint8Array): Promise<string> {
  return client.send(new DecryptCommand({ CiphertextBlob })).then(
    ({ Plaintext }) => Buffer.from(Plaintext!).toString(),
    (error: Error) => error.name,
  );
}

async function stateOf(KeyId: string): Promise<string | undefined> {
  return (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
}

/** A distribution's alias holds its time in seconds. */
const nextSecond = () => setTimeout(1_000 - (Date.now() % 1_000));

describe('a distribution that was removed by mistake', () => {
  let before: Distributed;
  let ciphertext: Uint8Array;
  beforeEach(async () => {
    before = await distributed();
    ciphertext = await encrypt(before.alias);
    await emulator.vault('DELETE', `${path}/kms/aws/key/db`);
    expect(await decrypt(ciphertext)).toBe('KMSInvalidStateException');
  });

  test('comes back to life when its deletion is cancelled and the key enabled; Vault does not know it any more', async () => {
    const KeyId = before.versions['1']!;
    await client.send(new CancelKeyDeletionCommand({ KeyId }));
    expect(await stateOf(KeyId)).toBe('Disabled');
    await client.send(new EnableKeyCommand({ KeyId }));
    expect(await decrypt(ciphertext)).toBe(plaintext.toString());
    expect((await emulator.vault('GET', `${path}/kms/aws/key/db`)).status).toBe(404);
  });

  test('is not what a new distribution makes: the old data needs the old KMS key, until it is encrypted again', async () => {
    await nextSecond();
    expect((await apply()).exitCode).toBe(0);
    const after = await distributed();
    expect(after.alias).not.toBe(before.alias);
    expect(after.versions['1']).not.toBe(before.versions['1']);
    expect(await decrypt(ciphertext)).toBe('KMSInvalidStateException');

    const KeyId = before.versions['1']!;
    await client.send(new CancelKeyDeletionCommand({ KeyId }));
    await client.send(new EnableKeyCommand({ KeyId }));
    const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob: ciphertext }));
    const again = (await client.send(new EncryptCommand({ KeyId: after.alias, Plaintext }))).CiphertextBlob!;
    await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    expect(await decrypt(again)).toBe(plaintext.toString());
  });
});

test('Vault lost, KMS intact: the KMS keys go on working, and a new Vault says that their names were there before', async () => {
  const before = await distributed();
  const ciphertext = await encrypt(before.alias);
  const fresh = await startEmulator({
    env: {
      AWS_ENDPOINT_URL_KMS: emulator.awsEndpoint,
      AWS_ACCESS_KEY_ID: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
    },
  });
  try {
    const inputs = { url: fresh.vaultAddr, token: fresh.vaultToken };
    const plan = await runDeclared(emulator, 'plan', manifest(), inputs, runnerIdentity(emulator));
    expect(output(plan, 'plan').notices).toContainEqual(
      expect.objectContaining({ code: 'key_lost', message: expect.stringContaining(before.alias) }),
    );
    const stopped = await runDeclared(emulator, 'apply', manifest(), inputs, runnerIdentity(emulator));
    expect(output(stopped, 'error').code).toBe('keys_lost');
    const confirmed = { ...inputs, confirm: `${path}/key/db` };
    expect(
      (await runDeclared(emulator, 'apply', manifest(), confirmed, runnerIdentity(emulator))).exitCode,
    ).toBe(0);
    const { data } = (await fresh.vault('GET', `${path}/kms/aws/key/db`)).body;
    expect(data.versions['1']).not.toBe(before.versions['1']);
    expect(await stateOf(before.versions['1']!)).toBe('Enabled');
    expect(await decrypt(ciphertext)).toBe(plaintext.toString());
  } finally {
    await fresh.stop();
  }
});

test("KMS keys lost, Vault intact: verify finds it, and a new distribution does not read the old data, although the key material is Vault's own", async () => {
  const before = await distributed();
  const ciphertext = await encrypt(before.alias);
  await client.send(new ScheduleKeyDeletionCommand({ KeyId: before.versions['1']!, PendingWindowInDays: 7 }));
  const found = await verify();
  expect(found.exitCode).toBe(1);
  expect(found.stdout).toContain('PendingDeletion');

  const removed = await apply({}, { prune: 'true', confirm: `${path}/kms/aws/key/db` });
  expect(removed.exitCode).toBe(0);
  expect((await apply()).exitCode).toBe(0);
  expect(await decrypt(await encrypt((await distributed()).alias))).toBe(plaintext.toString());
  expect(await decrypt(ciphertext)).toBe('KMSInvalidStateException');
});

test('AWS account closed: a new provider under a new name takes new keys; Vault cannot move the old ones', async () => {
  const invalid = { __type: 'UnrecognizedClientException', message: 'The security token is invalid.' };
  await emulator.setFaults(
    ...['ScheduleKeyDeletion', 'DisableKey', 'DeleteAlias'].map((operation) => ({
      match: { operation },
      fault: { status: 400, body: invalid },
    })),
  );
  const stuck = await apply(
    {},
    { prune: 'true', confirm: `${path}/kms/aws/key/db`, check_credentials: 'off' },
  );
  expect(stuck.exitCode).toBe(1);
  await emulator.clearFaults();

  const moved = await runDeclared(emulator, 'apply', {
    path,
    kms: { 'aws-new': { key_collection: 'us-west-2' } },
    keys: { 'db-2': { kms: 'aws-new' } },
  });
  expect(moved.exitCode).toBe(0);
  expect(output(moved, 'plan').undeclared).toContain(`${path}/kms/aws`);
  expect(output(moved, 'distributions')).toHaveLength(1);
});

test('a version that was disabled too early is enabled again by a lower min_enabled_version', async () => {
  const ciphertext = await encrypt((await distributed()).alias);
  const rotated = await runDeclared(emulator, 'rotate', manifest(), { rotate_keys: 'db' });
  expect(rotated.exitCode).toBe(0);
  expect(await decrypt(ciphertext)).toBe(plaintext.toString());

  const early = { db: { kms: 'aws', min_enabled_version: 2 } };
  expect((await apply(early, { min_idle: '0s' })).exitCode).toBe(0);
  expect(await decrypt(ciphertext)).toBe('DisabledException');
  expect((await apply({ db: { kms: 'aws', min_enabled_version: 1 } })).exitCode).toBe(0);
  expect(await decrypt(ciphertext)).toBe(plaintext.toString());
});
