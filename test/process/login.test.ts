import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { type ActionRun, runAction } from '../support/action.ts';
import { authority, certificate } from '../support/certificates.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

const policy = `
path "keymgmt/key" { capabilities = ["list"] }
path "keymgmt/kms" { capabilities = ["list"] }
path "keymgmt/key/*" { capabilities = ["read", "list"] }
`;
const account = '111122223333';
const ci = { access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'wJalrXUtnFEMI' };
const audience = 'https://vault.example.com';
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = keys.publicKey.export({ type: 'spki', format: 'pem' });

const signed = (claims: Record<string, string>) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).setExpirationTime('5m').sign(keys.privateKey);
const runnerToken = () => signed({ aud: audience, sub: 'repo:octo-org/keys', repository: 'octo-org/keys' });

let folder: string;
let emulator: Emulator;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'login-'));
  emulator = await startEmulator({
    config: {
      accounts: [{ id: account, users: [{ name: 'ci', access_keys: [ci] }] }],
      ldap: { alice: { password: 'in wonderland' } },
      github: { 'ghp-member': { login: 'octocat', organizations: ['octo-org'] } },
    },
  });
  await put('sys/policies/acl/reader', { policy });
});
afterAll(async () => {
  await emulator.stop();
  await rm(folder, { recursive: true });
});

async function put(path: string, body: unknown) {
  const answer = await emulator.vault('PUT', path, { body });
  if (answer.status >= 400) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const enable = (type: string, path = type) => put(`sys/auth/${path}`, { type });
const token_policies = ['reader'];

function plan(inputs: Record<string, string>, env: Record<string, string> = {}): Promise<ActionRun> {
  return runAction(
    {
      command: 'plan',
      url: emulator.vaultAddr,
      name: 'aws',
      key_collection: 'us-west-2',
      keys: '- db',
      ...inputs,
    },
    { env: { AWS_ENDPOINT_URL: emulator.awsEndpoint, ...env } },
  );
}

/** The post step of a run, with what that run saved for it. */
function post(run: ActionRun, inputs: Record<string, string> = {}): Promise<ActionRun> {
  return runAction(
    { url: emulator.vaultAddr, ...inputs },
    {
      bundle: 'dist/post.cjs',
      env: Object.fromEntries(Object.entries(run.state).map(([name, value]) => [`STATE_${name}`, value])),
    },
  );
}

const lookup = async (token: string) =>
  (await emulator.vault('GET', 'auth/token/lookup-self', { token })).status;

async function expectOwnSession(run: ActionRun, ...secrets: string[]): Promise<void> {
  expect({ exitCode: run.exitCode, error: run.outputs['error'] }).toEqual({ exitCode: 0, error: '' });
  const token = run.state['token']!;
  expect(await lookup(token)).toBe(200);
  const after = await post(run);
  expect(after.exitCode).toBe(0);
  expect(await lookup(token)).toBe(403);
  for (const secret of [token, ...secrets]) {
    expect(run.everything).not.toContain(secret);
    expect(after.everything).not.toContain(secret);
  }
  expect(await post(run)).toMatchObject({ exitCode: 0, stdout: expect.not.stringContaining('::warning') });
}

describe('each method logs in, and its token is revoked in the post step', () => {
  test('approle', async () => {
    await enable('approle');
    await put('auth/approle/role/ci', { token_policies });
    const { role_id } = (await emulator.vault('GET', 'auth/approle/role/ci/role-id')).body.data;
    const { secret_id } = (await put('auth/approle/role/ci/secret-id', {})).data;
    await expectOwnSession(await plan({ method: 'approle', role_id, secret_id }), secret_id);
  });

  test('userpass, mounted elsewhere', async () => {
    await enable('userpass', 'people/local');
    await put('auth/people/local/users/bob', { password: 'correct horse', token_policies });
    const inputs = { method: 'userpass', username: 'bob', password: 'correct horse' };
    for (const auth_path of ['people/local', 'auth/people/local', 'auth/people/local/']) {
      await expectOwnSession(await plan({ ...inputs, auth_path }), 'correct horse');
    }
  });

  test('ldap', async () => {
    await enable('ldap');
    await put('auth/ldap/config', { url: 'ldaps://ldap.example.com' });
    await put('auth/ldap/users/alice', { policies: 'reader' });
    await expectOwnSession(
      await plan({ method: 'ldap', username: 'alice', password: 'in wonderland' }),
      'in wonderland',
    );
  });

  test('github', async () => {
    await enable('github');
    await put('auth/github/config', { organization: 'octo-org' });
    await put('auth/github/map/users/octocat', { value: 'reader' });
    await expectOwnSession(await plan({ method: 'github', vault_github_token: 'ghp-member' }), 'ghp-member');
  });

  test('kubernetes', async () => {
    await enable('kubernetes');
    await put('auth/kubernetes/config', { kubernetes_host: 'https://k8s', pem_keys: [pem] });
    await put('auth/kubernetes/role/ci', {
      bound_service_account_names: ['runner'],
      bound_service_account_namespaces: ['arc'],
      token_policies,
    });
    const jwt = await signed({ sub: 'system:serviceaccount:arc:runner' });
    const kubernetes_token_path = join(folder, 'token');
    await writeFile(kubernetes_token_path, jwt);
    await expectOwnSession(await plan({ method: 'kubernetes', role: 'ci', kubernetes_token_path }), jwt);
  });

  test('aws, with the job’s credentials and a server id', async () => {
    await enable('aws');
    await put('auth/aws/config/client', { iam_server_id_header_value: 'vault.example.com' });
    await put('auth/aws/role/ci', {
      bound_iam_principal_arn: [`arn:aws:iam::${account}:user/ci`],
      token_policies,
    });
    const env = {
      AWS_ACCESS_KEY_ID: ci.access_key_id,
      AWS_SECRET_ACCESS_KEY: ci.secret_access_key,
      AWS_REGION: 'eu-west-1',
    };
    const inputs = { method: 'aws', role: 'ci', aws_iam_server_id: 'vault.example.com' };
    await expectOwnSession(await plan(inputs, env), ci.secret_access_key);
    const without = await plan({ method: 'aws', role: 'ci' }, env);
    expect(JSON.parse(without.outputs['error']!).message).toContain('aws_iam_server_id');
  });

  test('any other, by auth_payload', async () => {
    await enable('approle', 'special');
    await put('auth/special/role/ci', { token_policies });
    const { role_id } = (await emulator.vault('GET', 'auth/special/role/ci/role-id')).body.data;
    const { secret_id } = (await put('auth/special/role/ci/secret-id', {})).data;
    const auth_payload = JSON.stringify({ role_id, secret_id });
    await expectOwnSession(await plan({ method: 'custom', auth_path: 'special', auth_payload }), secret_id);
  });
});

describe('jwt', () => {
  beforeAll(async () => {
    await enable('jwt');
    await put('auth/jwt/config', { jwt_validation_pubkeys: [pem] });
    await put('auth/jwt/role/ci', {
      role_type: 'jwt',
      user_claim: 'sub',
      bound_audiences: [audience],
      bound_claims: { repository: 'octo-org/keys' },
      token_policies,
    });
  });

  test('a token that is given', async () => {
    const jwt = await runnerToken();
    await expectOwnSession(await plan({ method: 'jwt', role: 'ci', jwt }), jwt);
  });

  test('the runner’s own, over a connection that drops twice', async () => {
    const jwt = await runnerToken();
    let asked = 0;
    const oidc = createServer((request, response) => {
      asked += 1;
      if (asked <= 2) request.socket.destroy();
      else if (!request.url?.includes(`audience=${encodeURIComponent(audience)}`))
        response.writeHead(400).end();
      else response.end(JSON.stringify({ value: jwt }));
    });
    await new Promise<void>((ready) => oidc.listen(0, '127.0.0.1', ready));
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(oidc.address() as AddressInfo).port}/token?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
    };
    const run = await plan({ method: 'jwt', role: 'ci', jwt_audience: audience }, env);
    oidc.close();
    expect(asked).toBe(3);
    await expectOwnSession(run, jwt, 'request-token');
  });

  test('without id-token: write, says which variable is absent and what to add', async () => {
    const run = await plan({ method: 'jwt', role: 'ci' });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/::error::.*ACTIONS_ID_TOKEN_REQUEST_URL/);
    expect(run.stdout).toContain('id-token: write');
  });

  test('a claim that is not bound: Vault’s words, and the fix', async () => {
    const jwt = await signed({ aud: audience, sub: 'x', repository: 'octo-org/other' });
    const run = await plan({ method: 'jwt', role: 'ci', jwt });
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.outputs['error']!).message).toMatch(
      /claim "repository" does not match any associated bound claim values.*bound_claims/s,
    );
  });
});

test('cert, over mutual TLS, and its revocation', async () => {
  const ca = await authority();
  const [server, client] = await Promise.all([
    certificate(ca, 'localhost', '127.0.0.1'),
    certificate(ca, 'ci'),
  ]);
  const path = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const tls = { cert: await path('cert.pem', server.cert), key: await path('key.pem', server.key) };
  const secure = await startEmulator({
    config: { tls },
    env: { NODE_EXTRA_CA_CERTS: await path('ca.pem', ca.cert) },
  });
  const trusted = {
    url: secure.vaultAddr,
    ca_certificate: ca.cert,
    client_certificate: client.cert,
    client_key: client.key,
  };
  try {
    const setUp = await fetchTrusting(secure, ca.cert);
    await setUp('sys/policies/acl/reader', { policy });
    await setUp('sys/auth/cert', { type: 'cert' });
    await setUp('auth/cert/certs/ci', { certificate: ca.cert, allowed_common_names: ['ci'], token_policies });

    const untrusting = await plan({
      ...trusted,
      ca_certificate: '',
      method: 'cert',
      role: 'ci',
      request_timeout: '5s',
    });
    expect(untrusting.exitCode).toBe(1);
    expect(JSON.parse(untrusting.outputs['error']!).message).toContain('ca_certificate');

    const base64 = Buffer.from(ca.cert).toString('base64');
    for (const ca_certificate of [ca.cert, base64, join(folder, 'ca.pem')]) {
      const run = await plan({ ...trusted, ca_certificate, method: 'cert', role: 'ci' });
      expect({ exitCode: run.exitCode, error: run.outputs['error'] }).toEqual({ exitCode: 0, error: '' });
      const after = await post(run, { ...trusted, ca_certificate });
      expect(after.stdout).toContain('Revoked the Vault token');
    }
  } finally {
    await secure.stop();
  }
});

/** Writes to an emulator that speaks TLS. */
async function fetchTrusting({ vaultAddr, vaultToken }: Emulator, ca: string) {
  const { Agent, fetch: undiciFetch } = await import('undici');
  const dispatcher = new Agent({ connect: { ca } });
  return async (path: string, body: unknown) => {
    const headers = { 'x-vault-token': vaultToken };
    const answer = await undiciFetch(`${vaultAddr}/v1/${path}`, {
      method: 'PUT',
      headers,
      dispatcher,
      body: JSON.stringify(body),
    });
    if (answer.status >= 400) throw new Error(`${path}: ${await answer.text()}`);
  };
}

test('a token that was given is not revoked', async () => {
  const { auth } = await put('auth/token/create', { policies: ['reader'] });
  const run = await plan({ token: auth.client_token });
  expect(run).toMatchObject({ exitCode: 0, state: {} });
  await post(run);
  expect(await lookup(auth.client_token)).toBe(200);
});

describe('the token is revoked however the run ends', () => {
  let inputs: Record<string, string>;
  beforeAll(async () => {
    await enable('approle', 'ends');
    await put('auth/ends/role/ci', { token_policies });
    const { role_id } = (await emulator.vault('GET', 'auth/ends/role/ci/role-id')).body.data;
    const { secret_id } = (await put('auth/ends/role/ci/secret-id', {})).data;
    inputs = { method: 'approle', auth_path: 'ends', role_id, secret_id };
  });

  test('by a failure', async () => {
    const run = await plan({ ...inputs, path: 'forbidden' });
    expect(run.exitCode).toBe(1);
    expect(await lookup(run.state['token']!)).toBe(200);
    await post(run);
    expect(await lookup(run.state['token']!)).toBe(403);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s: the main step revokes it, and the post step is quiet',
    async (signal) => {
      const run = await stalled((kill) => kill(signal));
      expect(run.exitCode).toBe(1);
      expect(await lookup(run.state['token']!)).toBe(403);
      expect(await post(run)).toMatchObject({
        exitCode: 0,
        stdout: expect.not.stringContaining('::warning'),
      });
    },
  );

  test('by SIGKILL: the post step revokes it', async () => {
    const run = await stalled((kill) => kill('SIGKILL'));
    expect(await lookup(run.state['token']!)).toBe(200);
    await post(run);
    expect(await lookup(run.state['token']!)).toBe(403);
  });

  /** A run whose reads get no answer, ended once it has logged in. */
  async function stalled(end: (kill: (signal: NodeJS.Signals) => void) => void): Promise<ActionRun> {
    await emulator.clearRequests();
    await emulator.setFaults({ match: { path: '/v1/keymgmt/' }, times: 10, fault: { delay_ms: 20_000 } });
    const run = await runAction(
      { command: 'plan', url: emulator.vaultAddr, name: 'aws', key_collection: 'us-west-2', ...inputs },
      {
        env: { AWS_ENDPOINT_URL: emulator.awsEndpoint },
        onStart: async (kill) => {
          while (!(await emulator.requests()).some(({ path }) => path?.includes('internal/ui/mounts'))) {
            await new Promise((later) => setTimeout(later, 20));
          }
          end(kill);
        },
      },
    );
    await emulator.clearFaults();
    return run;
  }
});
