import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { peer } from './peer.ts';

const run = promisify(execFile);
const account = '111122223333';
const region = 'us-west-2';
const roleArn = `arn:aws:iam::${account}:role/team/x/reader`;
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const vault = { access_key: 'AKIAVAULT00000000001', secret_key: 'vault-secret' };
const config = {
  accounts: [
    {
      id: account,
      users: [
        {
          name: 'vault',
          access_keys: [{ access_key_id: vault.access_key, secret_access_key: vault.secret_key }],
          policies: { kms: policy({ Effect: 'Allow', Action: 'kms:*', Resource: '*' }) },
        },
      ],
      roles: [
        {
          name: 'reader',
          path: '/team/x/',
          trust: policy({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }),
          policies: { read: policy({ Effect: 'Allow', Action: 'kms:Describe*', Resource: '*' }) },
        },
      ],
    },
  ],
};

const aws = peer('awscli');
const python = peer('boto3');

let emulator: Emulator;
let home: string;
let keyId: string;
let alias: string;

/** A Vault that has distributed a key, twice rotated; the clients then look at what is in AWS. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'clients-'));
  emulator = await startEmulator({ config });
  const put = async (path: string, body: unknown) => {
    const answer = await emulator.vault('PUT', path, { body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  };
  await put('keymgmt/kms/aws', { provider: 'awskms', key_collection: region, credentials: vault });
  await put('keymgmt/key/payments-db', { type: 'aes256-gcm96' });
  await put('keymgmt/kms/aws/key/payments-db', { purpose: 'encrypt,decrypt', protection: 'hsm' });
  await put('keymgmt/key/payments-db/rotate', {});
  const { body } = await emulator.vault('GET', 'keymgmt/kms/aws/key/payments-db');
  keyId = body.data.versions['2'];
  alias = `alias/hashicorp/${body.data.name}`;
});
afterAll(async () => {
  await emulator?.stop();
  await rm(home, { recursive: true });
});

const environment = () => ({
  PATH: process.env['PATH'],
  HOME: home,
  AWS_ACCESS_KEY_ID: emulator.accessKeyId,
  AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
  AWS_DEFAULT_REGION: region,
  AWS_ENDPOINT_URL: emulator.awsEndpoint,
  AWS_PAGER: '',
  AWS_EC2_METADATA_DISABLED: 'true',
});

(aws === null ? describe.skip : describe)('the aws CLI', () => {
  const cli = async (...args: string[]) => {
    const { stdout } = await run(aws!, [...args, '--output', 'json'], { env: environment() });
    return stdout === '' ? null : JSON.parse(stdout);
  };

  test('describes the key that Vault imported', async () => {
    expect(await cli('kms', 'describe-key', '--key-id', keyId)).toMatchObject({
      KeyMetadata: {
        Arn: `arn:aws:kms:${region}:${account}:key/${keyId}`,
        Enabled: true,
        KeyState: 'Enabled',
        Origin: 'EXTERNAL',
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      },
    });
  });

  test("lists Vault's alias, on the newest version, over all pages", async () => {
    const { Aliases } = await cli('kms', 'list-aliases', '--page-size', '5');
    expect(Aliases).toContainEqual(expect.objectContaining({ AliasName: alias, TargetKeyId: keyId }));
    expect(Aliases.length).toBeGreaterThan(5);
  });

  test('returns the identity, and errors', async () => {
    expect(await cli('sts', 'get-caller-identity')).toMatchObject({ Account: account });
    await expect(cli('kms', 'describe-key', '--key-id', 'alias/none')).rejects.toThrow(
      `An error occurred (NotFoundException) when calling the DescribeKey operation: Alias arn:aws:kms:${region}:${account}:alias/none is not found.`,
    );
    await expect(cli('iam', 'get-role', '--role-name', 'none')).rejects.toThrow(
      'An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name none cannot be found.',
    );
  });
});

(python === null ? describe.skip : describe)('boto3', () => {
  test('sees the same AWS', async () => {
    const { stdout } = await run(python!, ['test/peers/boto3_tour.py', keyId, alias, roleArn], {
      env: environment(),
    });
    const seen = JSON.parse(stdout);
    expect(seen).toMatchObject({
      key: {
        Origin: 'EXTERNAL',
        KeyState: 'Enabled',
        Enabled: true,
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      },
      plaintext: 'attack at dawn',
      dry_run: { code: 'DryRunOperationException' },
      missing: { code: 'NotFoundException' },
      public_key: { code: 'UnsupportedOperationException' },
      session: `arn:aws:sts::${account}:assumed-role/reader/tour`,
      denied: {
        code: 'AccessDeniedException',
        message: `User: arn:aws:sts::${account}:assumed-role/reader/tour is not authorized to perform: kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey action`,
      },
      decisions: { 'kms:DescribeKey': 'allowed', 'kms:CreateKey': 'implicitDeny' },
    });
    expect(seen.pages).toBeGreaterThan(1);
    expect(seen.aliases).toContain(alias);
    expect(Math.abs(Date.parse(seen.created) - Date.now())).toBeLessThan(120_000);
  });
});
