import { Sha256 } from '@aws-crypto/sha256-js';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
};
const everything = {
  all: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};
const account = '111122223333';
const caller = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI' };
const serverId = 'vault.example.com';
const url = 'https://sts.eu-west-1.amazonaws.com/';
const body = 'Action=GetCallerIdentity&Version=2011-06-15';

let emulator: Emulator;
beforeAll(async () => {
  const access_keys = [{ access_key_id: caller.accessKeyId, secret_access_key: caller.secretAccessKey }];
  const users = [{ name: 'ci', access_keys, policies: everything }];
  const roles = [{ name: 'runner', path: '/deep/', trust, policies: everything }];
  emulator = await startEmulator({ config: { accounts: [{ id: account, users, roles }] } });
  await put('sys/auth/aws', { type: 'aws' });
  await put('auth/aws/config/client', { iam_server_id_header_value: serverId });
  await put('auth/aws/role/ci', {
    auth_type: 'iam',
    bound_iam_principal_arn: [`arn:aws:iam::${account}:user/ci`],
    token_policies: 'keymgmt',
  });
  await put('auth/aws/role/runner', { bound_iam_principal_arn: `arn:aws:iam::${account}:role/*` });
  await put('auth/aws/role/other', { bound_iam_principal_arn: `arn:aws:iam::${account}:user/other` });
});
afterAll(() => emulator.stop());

const put = (path: string, fields: unknown) => emulator.vault('PUT', path, { body: fields });

interface Signing {
  readonly credentials?: typeof caller & { readonly sessionToken?: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function proof({
  credentials = caller,
  headers = { 'x-vault-aws-iam-server-id': serverId },
  body: sent = body,
}: Signing = {}) {
  const signer = new SignatureV4({ service: 'sts', region: 'eu-west-1', credentials, sha256: Sha256 });
  const { hostname } = new URL(url);
  const signed = await signer.sign({
    method: 'POST',
    protocol: 'https:',
    hostname,
    path: '/',
    headers: {
      host: hostname,
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      ...headers,
    },
    body: sent,
  });
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return {
    iam_http_request_method: 'POST',
    iam_request_url: base64(url),
    iam_request_body: base64(sent),
    iam_request_headers: base64(JSON.stringify(signed.headers)),
  };
}

const login = (fields: object) => emulator.vault('PUT', 'auth/aws/login', { body: fields, token: null });
const refused = (error: unknown) => ({ status: 400, body: { errors: [error] } });

test.each(['ci', undefined])('a user logs in with the request it signed, role %s', async (role) => {
  await emulator.clearRequests();
  expect(await login({ ...(await proof()), role })).toMatchObject({
    status: 200,
    body: {
      auth: {
        policies: ['default', 'keymgmt'],
        metadata: {
          account_id: account,
          auth_type: 'iam',
          canonical_arn: `arn:aws:iam::${account}:user/ci`,
          role_id: 'ci',
        },
      },
    },
  });
  expect(await emulator.requests()).toContainEqual(
    expect.objectContaining({ port: 'aws', operation: 'GetCallerIdentity', status: 200 }),
  );
});

test('a session of a role logs in as the role', async () => {
  const sts = new STSClient({ region: 'eu-west-1', endpoint: emulator.awsEndpoint, credentials: caller });
  const assume = new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${account}:role/deep/runner`,
    RoleSessionName: 'session',
  });
  const { Credentials: given } = await sts.send(assume);
  const credentials = {
    accessKeyId: given!.AccessKeyId!,
    secretAccessKey: given!.SecretAccessKey!,
    sessionToken: given!.SessionToken!,
  };
  const answer = await login({ ...(await proof({ credentials })), role: 'runner' });
  expect(answer.body.auth.metadata.canonical_arn).toBe(`arn:aws:iam::${account}:role/runner`);
});

test.each<[string, Signing, string, unknown]>([
  [
    'another principal',
    {},
    'other',
    `IAM Principal "arn:aws:iam::${account}:user/ci" does not belong to the role "other"`,
  ],
  ['a role that is not there', {}, 'none', 'entry for role "none" not found'],
  [
    'no server id',
    { headers: {} },
    'ci',
    'error validating X-Vault-AWS-IAM-Server-ID header: missing header "X-Vault-AWS-IAM-Server-ID"',
  ],
  [
    'another server id',
    { headers: { 'x-vault-aws-iam-server-id': 'x' } },
    'ci',
    `error validating X-Vault-AWS-IAM-Server-ID header: expected "${serverId}" but got "x"`,
  ],
  [
    'another secret',
    { credentials: { ...caller, secretAccessKey: 'x' } },
    'ci',
    expect.stringMatching(
      /^error making upstream request: received error code 403 from STS: .*SignatureDoesNotMatch/s,
    ),
  ],
  [
    'another request',
    { body: 'Action=GetSessionToken&Version=2011-06-15' },
    'ci',
    'iam_request_body is not a GetCallerIdentity request',
  ],
])('refuses %s', async (_what, signing, role, error) => {
  expect(await login({ ...(await proof(signing)), role })).toMatchObject(refused(error));
});

test('rejects a server id that was not signed', async () => {
  const signed = await proof({ headers: {} });
  const headers = JSON.parse(Buffer.from(signed.iam_request_headers, 'base64').toString());
  const added = { ...headers, 'X-Vault-AWS-IAM-Server-ID': serverId };
  expect(await login({ ...signed, iam_request_headers: JSON.stringify(added), role: 'ci' })).toMatchObject(
    refused("error validating X-Vault-AWS-IAM-Server-ID header: header wasn't signed"),
  );
});
