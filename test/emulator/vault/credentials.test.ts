import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

/** Each source has a user of its own, so that AWS's refusal says whose credentials were used. */
const sources = ['provider', 'environment', 'file', 'container', 'machine'] as const;
const keyOf = (source: string) => ({
  access_key_id: `AKIA${source.toUpperCase().padEnd(16, 'X')}`,
  secret_access_key: `secret of ${source}`,
});
const config = {
  accounts: [{ id: '111122223333', users: sources.map((name) => ({ name, access_keys: [keyOf(name)] })) }],
};

let folder: string;
let metadata: Server;
let base: string;
const started: Emulator[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulator-credentials-'));
  const { access_key_id, secret_access_key } = keyOf('file');
  const profile = `[default]\naws_access_key_id = ${access_key_id}\naws_secret_access_key = ${secret_access_key}\n`;
  await writeFile(join(folder, 'credentials'), profile);
  metadata = createServer((request, response) => response.end(metadataAnswer(request)));
  await new Promise<void>((resolve) => metadata.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(metadata.address() as AddressInfo).port}`;
});
afterAll(async () => {
  metadata.close();
  await Promise.all([...started.map((one) => one.stop()), rm(folder, { recursive: true })]);
});

/** What ECS and EC2 answer to a process that asks for its role's credentials. */
function metadataAnswer({ method, url }: IncomingMessage): string {
  if (method === 'PUT') return 'session token of the metadata service';
  if (url === '/latest/meta-data/iam/security-credentials/') return 'the-role';
  const { access_key_id, secret_access_key } = keyOf(url === '/container' ? 'container' : 'machine');
  return JSON.stringify({
    Code: 'Success',
    AccessKeyId: access_key_id,
    SecretAccessKey: secret_access_key,
    Token: '',
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  });
}

const inEnvironment = () => {
  const { access_key_id, secret_access_key } = keyOf('environment');
  return { AWS_ACCESS_KEY_ID: access_key_id, AWS_SECRET_ACCESS_KEY: secret_access_key };
};
const inFile = () => ({ AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') });
const fromContainer = () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${base}/container` });
const fromMachine = () => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: base });

async function start(
  env: Readonly<Record<string, string>>,
  settings: object = { config },
): Promise<Emulator> {
  const emulator = await startEmulator({ ...settings, env: { HOME: folder, ...env } });
  started.push(emulator);
  return emulator;
}

async function distribute(
  emulator: Emulator,
  provider: object = {},
): Promise<{ status: number; errors: string }> {
  const body = { provider: 'awskms', key_collection: 'us-west-2', ...provider };
  await emulator.vault('PUT', 'keymgmt/kms/aws', { body });
  await emulator.vault('PUT', 'keymgmt/key/k', { body: { type: 'aes256-gcm96' } });
  const answer = await emulator.vault('PUT', 'keymgmt/kms/aws/key/k', {
    body: { purpose: 'encrypt,decrypt' },
  });
  return { status: answer.status, errors: answer.body?.errors?.join() ?? '' };
}

describe('Vault’s own AWS credentials', () => {
  test.each<[string, () => Readonly<Record<string, string>>, object]>([
    [
      'provider',
      () => ({ ...inEnvironment(), ...inFile() }),
      {
        credentials: {
          access_key: keyOf('provider').access_key_id,
          secret_key: keyOf('provider').secret_access_key,
        },
      },
    ],
    ['environment', () => ({ ...inEnvironment(), ...inFile(), ...fromContainer() }), {}],
    ['file', () => ({ ...inFile(), ...fromContainer() }), {}],
    ['container', () => ({ ...fromContainer(), ...fromMachine() }), {}],
    ['machine', fromMachine, {}],
  ])('are those of the %s, before those that come after it', async (source, env, provider) => {
    const { status, errors } = await distribute(await start(env()), provider);
    expect(status).toBe(400);
    expect(errors).toContain(
      `User: arn:aws:iam::111122223333:user/${source} is not authorized to perform: kms:CreateKey`,
    );
  });

  test('are the emulator’s own when the environment names none and AWS is open', async () => {
    expect(await distribute(await start({}, {}))).toEqual({ status: 204, errors: '' });
  });
});

test('the KMS endpoint is that of the environment, else of the provider', async () => {
  const other = await start({}, {});
  const credentials = { access_key: other.accessKeyId, secret_key: other.secretAccessKey };
  await other.clearRequests();
  const endpoint = { credentials: { ...credentials, endpoint: other.awsEndpoint } };
  expect((await distribute(await start({}, {}), endpoint)).status).toBe(204);
  const elsewhere = { credentials: { ...credentials, endpoint: 'http://127.0.0.1:1' } };
  const env = { AWS_ENDPOINT_URL_KMS: other.awsEndpoint, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  expect((await distribute(await start(env, {}), elsewhere)).status).toBe(204);
  const created = (await other.requests()).filter(({ operation }) => operation === 'CreateKey');
  expect(created).toHaveLength(2);
});
