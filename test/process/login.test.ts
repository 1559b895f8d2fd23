import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { Secret } from '../../src/model/secret.ts';
import { type ActionRun, runAction, runPost } from '../support/action.ts';
import { authority, type Certificate, certificate } from '../support/certificates.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type ConnectProxy, connectProxy } from '../support/proxy.ts';
import { noTls, open } from '../vault/support/run.ts';
import { drop, type Listening, serve } from '../vault/support/server.ts';

let plain: Emulator;
let secure: Emulator;
let ca: Certificate;
let client: Certificate;
let folder: string;
let jwt: string;
let oidc: Listening;
let secretId: string;
let roleId: string;

const declared = { name: 'aws-us-west-2', key_collection: 'us-west-2', keys: '- payments-db' };

beforeAll(async () => {
  ca = await authority();
  const [server, other] = await Promise.all([
    certificate(ca, 'vault.test', '127.0.0.1'),
    certificate(ca, 'ci'),
  ]);
  client = other;
  folder = await mkdtemp(join(tmpdir(), 'login-'));
  const people = {
    ldap: { ann: { password: 'ldap-password' } },
    github: { 'ghp-member': { login: 'octocat', organizations: ['acme'] } },
  };
  const tls = {
    cert: join(folder, 'cert.pem'),
    key: join(folder, 'key.pem'),
    client_ca: join(folder, 'ca.pem'),
  };
  await Promise.all([
    writeFile(tls.cert, server.cert),
    writeFile(tls.key, server.key),
    writeFile(tls.client_ca, ca.cert),
  ]);
  [plain, secure] = await Promise.all([
    startEmulator({ config: people }),
    startEmulator({ config: { tls } }),
  ]);
  await configure();
});
afterAll(async () => {
  await Promise.all([plain.stop(), secure.stop(), oidc.close(), rm(folder, { recursive: true })]);
});

/** Every method, with roles that may do what the action's own policy for `plan` says. */
async function configure(): Promise<void> {
  const { outputs } = await runAction({ command: 'policy', ...declared });
  const policy = JSON.parse(outputs['vault_policy'] ?? '{}').plan;
  const put = async (path: string, body: unknown) => {
    const { status, body: answer } = await plain.vault('PUT', path, { body });
    if (status > 299) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  };
  await put('sys/policies/acl/plan', { policy });
  const role = { token_policies: ['plan'], token_ttl: '5m' };
  for (const type of ['approle', 'jwt', 'aws', 'kubernetes', 'userpass', 'ldap', 'github']) {
    await put(`sys/auth/${type}`, { type });
  }
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const pem = await exportSPKI(publicKey);
  const sign = (claims: Record<string, unknown>) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  jwt = await sign({ aud: 'vault', sub: 'repo:acme/app:ref:refs/heads/main' });
  oidc = await serve([drop, drop, { status: 200, json: { value: jwt } }]);
  await put('auth/jwt/config', { jwt_validation_pubkeys: [pem] });
  await put('auth/jwt/role/ci', { ...role, role_type: 'jwt', user_claim: 'sub', bound_audiences: ['vault'] });

  await put('auth/approle/role/ci', role);
  roleId = (await plain.vault('GET', 'auth/approle/role/ci/role-id')).body.data.role_id;
  secretId = (await put('auth/approle/role/ci/secret-id', {})).data.secret_id;

  await put('auth/aws/config/client', { iam_server_id_header_value: 'vault.example.com' });
  await put('auth/aws/role/ci', { ...role, bound_iam_principal_arn: ['*'], resolve_aws_unique_ids: false });

  await put('auth/kubernetes/config', { kubernetes_host: 'https://kubernetes', pem_keys: [pem] });
  const accounts = { bound_service_account_names: ['runner'], bound_service_account_namespaces: ['ci'] };
  await put('auth/kubernetes/role/ci', { ...role, ...accounts });
  await writeFile(join(folder, 'token'), await sign({ sub: 'system:serviceaccount:ci:runner' }));

  await put('auth/userpass/users/ann', { ...role, password: 'userpass-password' });
  await put('auth/ldap/config', { url: 'ldap://directory', token_policies: ['plan'] });
  await put('auth/github/config', { organization: 'acme', token_policies: ['plan'] });

  const admin = open(new URL(secure.vaultAddr), {
    tls: { ...noTls, ca: ca.cert, cert: client.cert, key: new Secret(client.key) },
  }).connection.with({ token: new Secret(secure.vaultToken) });
  const at = (...path: string[]) => ({ namespace: '', path });
  await admin.put(at('sys/policies/acl/plan'), { policy });
  await admin.put(at('sys/auth/cert'), { type: 'cert' });
  await admin.put(at('auth/cert/certs/ci'), { certificate: ca.cert, allowed_common_names: ['ci'], ...role });
}

interface Given {
  inputs: Record<string, string>;
  env?: Record<string, string>;
}

const methods: Record<string, () => Given> = {
  jwt: () => ({ inputs: { role: 'ci', jwt } }),
  "jwt with the runner's token": () => ({
    inputs: { method: 'jwt', role: 'ci', jwt_audience: 'vault' },
    env: { ACTIONS_ID_TOKEN_REQUEST_URL: `${oidc.url}?v=1`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request' },
  }),
  approle: () => ({ inputs: { role_id: roleId, secret_id: secretId } }),
  aws: () => ({
    inputs: { role: 'ci', aws_iam_server_id: 'vault.example.com' },
    env: {
      AWS_ENDPOINT_URL: plain.awsEndpoint,
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: plain.accessKeyId,
      AWS_SECRET_ACCESS_KEY: plain.secretAccessKey,
    },
  }),
  kubernetes: () => ({ inputs: { role: 'ci', kubernetes_token_path: join(folder, 'token') } }),
  userpass: () => ({ inputs: { username: 'ann', password: 'userpass-password' } }),
  ldap: () => ({ inputs: { username: 'ann', password: 'ldap-password' } }),
  github: () => ({ inputs: { vault_github_token: 'ghp-member' } }),
  'a payload': () => ({
    inputs: {
      method: 'custom',
      auth_path: 'auth/approle/',
      auth_payload: JSON.stringify({ role_id: roleId, secret_id: secretId }),
    },
  }),
  cert: () => ({
    inputs: {
      role: 'ci',
      url: secure.vaultAddr,
      ca_certificate: Buffer.from(ca.cert).toString('base64'),
      client_certificate: client.cert,
      client_key: client.key,
    },
  }),
};

function expectNoSecret({ everything }: ActionRun, { inputs }: Given, token: string): void {
  const secrets = ['jwt', 'secret_id', 'password', 'vault_github_token', 'auth_payload', 'client_key'];
  const texts = secrets.flatMap((name) => inputs[name] ?? []);
  for (const secret of [...texts, jwt, token]) expect(everything).not.toContain(secret);
}

describe('method', () => {
  test.each(Object.keys(methods))(
    '%s: logs in, plans with the least policy, and post revokes',
    async (name) => {
      const given = methods[name]!();
      const inputs = { command: 'plan', url: plain.vaultAddr, method: name, ...declared, ...given.inputs };
      const run = await runAction(inputs, { env: given.env ?? {} });
      expect(run.stdout).toContain('Logged in to Vault at auth/');
      expect(run).toMatchObject({ exitCode: 0, outputs: { error: '' } });
      const token = run.state['token'] ?? '';
      expect(token).toMatch(/^hvs\./);
      expectNoSecret(run, given, token);

      const post = await runPost(inputs, run, given.env);
      expect(post.stdout).toContain('Revoked the Vault token');
      expectNoSecret(post, given, token);
      if (inputs.url !== plain.vaultAddr) return;
      const self = await plain.vault('GET', 'auth/token/lookup-self', { token });
      expect(self.status).toBe(403);
    },
  );

  test('jwt without id-token: write fails before any request', async () => {
    await plain.clearRequests();
    const run = await runAction({
      command: 'plan',
      url: plain.vaultAddr,
      method: 'jwt',
      role: 'ci',
      ...declared,
    });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/^::error.*ACTIONS_ID_TOKEN_REQUEST_URL and .*id-token: write/m);
    expect(await plain.requests()).toEqual([]);
  });
});

describe('through a CONNECT proxy with a password, the direct route closed', () => {
  let proxy: ConnectProxy;
  beforeAll(async () => {
    proxy = await connectProxy({ credentials: 'ci:hunter2@home', resolve: () => '127.0.0.1' });
  });
  afterAll(() => proxy.close());

  test('Vault and AWS are reached, and the password is in no output', async () => {
    const vaultPort = new URL(secure.vaultAddr).port;
    const awsPort = new URL(secure.awsEndpoint).port;
    const address = `http://ci:hunter2%40home@127.0.0.1:${proxy.port}`;
    const run = await runAction(
      {
        command: 'apply',
        url: `https://vault.test:${vaultPort}`,
        token: secure.vaultToken,
        ca_certificate: ca.cert,
        client_certificate: client.cert,
        client_key: client.key,
        ...declared,
        access_key: secure.accessKeyId,
        secret_key: secure.secretAccessKey,
        check_credentials: 'require',
      },
      { env: { HTTPS_PROXY: address, HTTP_PROXY: address, AWS_ENDPOINT_URL: `http://aws.test:${awsPort}` } },
    );
    expect(run).toMatchObject({ exitCode: 0, outputs: { changed: 'true', error: '' } });
    expect(new Set(proxy.targets)).toEqual(new Set([`vault.test:${vaultPort}`, `aws.test:${awsPort}`]));
    expect(run.everything).not.toContain('hunter2');
  });
});
