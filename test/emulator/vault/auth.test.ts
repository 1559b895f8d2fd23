import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';
import { Agent, fetch as undiciFetch } from 'undici';
import { authority, type Certificate, certificate } from '../../support/certificates.ts';
import { type Emulator, startEmulator, type VaultAnswer } from '../../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({
    config: {
      ldap: { alice: { password: 'in wonderland', groups: ['readers'] } },
      github: {
        'ghp-member': { login: 'octocat', organizations: ['octo-org'], teams: ['ops'] },
        'ghp-stranger': { login: 'nobody' },
      },
    },
  });
});
afterAll(() => emulator.stop());

const put = (path: string, body: unknown = {}, namespace = '') =>
  emulator.vault('PUT', path, { body, namespace });
const enable = (path: string, type: string, namespace = '') => put(`sys/auth/${path}`, { type }, namespace);
const login = (path: string, body: unknown, namespace = '') =>
  emulator.vault('PUT', `auth/${path}`, { body, namespace, token: null });

function expectToken(answer: VaultAnswer, auth: object): void {
  expect(answer).toMatchObject({
    status: 200,
    body: {
      auth: {
        client_token: expect.stringMatching(/^hvs\./),
        lease_duration: expect.any(Number),
        renewable: true,
        token_type: 'service',
        ...auth,
      },
    },
  });
}

const refused = (...errors: unknown[]) => ({ status: 400, body: { errors } });

describe('an auth method', () => {
  test('is enabled at any path and listed; disabling it revokes its tokens', async () => {
    expect((await enable('some/where', 'userpass')).status).toBe(204);
    expect((await emulator.vault('GET', 'sys/auth')).body.data['some/where/']).toMatchObject({
      type: 'userpass',
    });
    await put('auth/some/where/users/u', { password: 'p' });
    const loggedIn = await login('some/where/login/u', { password: 'p' });
    expectToken(loggedIn, { policies: ['default'] });
    expect((await emulator.vault('DELETE', 'sys/auth/some/where')).status).toBe(204);
    expect((await login('some/where/login/u', { password: 'p' })).status).toBe(403);
    const { client_token: token } = loggedIn.body.auth;
    expect((await emulator.vault('GET', 'auth/token/lookup-self', { token })).status).toBe(403);
    expect((await enable('x', 'nonsense')).body.errors).toEqual([
      'plugin not found in the catalog: nonsense',
    ]);
    expect((await enable('token', 'userpass')).body.errors).toEqual([
      'cannot change the mount "auth/token/"',
    ]);
  });

  test('needs sudo to be enabled', async () => {
    const policy = 'path "sys/auth/*" { capabilities = ["create", "update", "read"] }';
    await put('sys/policies/acl/auth-admin', { policy });
    const { body } = await put('auth/token/create', { policies: ['auth-admin'] });
    const token = body.auth.client_token;
    const answer = await emulator.vault('PUT', 'sys/auth/mine', { body: { type: 'userpass' }, token });
    expect(answer.status).toBe(403);
  });

  test('issues tokens of its namespace', async () => {
    await put('sys/namespaces/team');
    await enable('userpass', 'userpass', 'team');
    await put('auth/userpass/users/u', { password: 'p', token_policies: 'writer', token_ttl: '10m' }, 'team');
    const answer = await login('userpass/login/u', { password: 'p' }, 'team');
    expectToken(answer, { policies: ['default', 'writer'], lease_duration: 600 });
    const self = await emulator.vault('GET', 'auth/token/lookup-self', {
      token: answer.body.auth.client_token,
      namespace: 'team',
    });
    expect(self.body.data).toMatchObject({
      namespace_path: 'team/',
      path: 'auth/userpass/login',
      orphan: true,
    });
  });
});

describe('jwt', () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const audience = 'https://github.com/octo-org';
  const claims = {
    sub: 'repo:octo-org/infra:ref:refs/heads/main',
    repository: 'octo-org/infra',
    actor: 'octocat',
  };
  let issuer: Server;

  beforeAll(async () => {
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256' };
    issuer = createServer((request, response) => {
      const base = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(
          request.url === '/jwks' ? { keys: [jwk] } : { issuer: base, jwks_uri: `${base}/jwks` },
        ),
      );
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    await enable('jwt', 'jwt');
    const pem = keys.publicKey.export({ type: 'spki', format: 'pem' });
    await put('auth/jwt/config', { jwt_validation_pubkeys: [pem], default_role: 'ci' });
    const role = {
      role_type: 'jwt',
      user_claim: 'actor',
      bound_audiences: audience,
      token_policies: ['keymgmt'],
    };
    await put('auth/jwt/role/ci', { ...role, bound_claims: { repository: ['octo-org/infra'] } });
    await put('auth/jwt/role/glob', {
      ...role,
      bound_claims_type: 'glob',
      bound_claims: { sub: 'repo:octo-org/*' },
    });
    await put('auth/jwt/role/subject', { ...role, bound_subject: 'repo:octo-org/other' });
    await put('auth/jwt/role/open', {
      ...role,
      bound_audiences: [],
      bound_claims: { repository: 'octo-org/infra' },
    });
    await put('auth/jwt/role/web', { user_claim: 'actor' });
  });
  afterAll(() => void issuer.close());

  const signed = (
    payload: JWTPayload = {},
    key: KeyObject = keys.privateKey,
    expires: string | number = '5m',
  ) =>
    new SignJWT({ aud: audience, ...claims, ...payload })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(key);

  test.each(['ci', 'glob', ''])('accepts a valid token, role %j', async (role) => {
    expectToken(await login('jwt/login', { role, jwt: await signed() }), {
      policies: ['default', 'keymgmt'],
      metadata: { role: role || 'ci' },
    });
  });

  test('reads its keys from a JWKS or an OIDC issuer', async () => {
    const base = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
    for (const config of [{ jwks_url: `${base}/jwks` }, { oidc_discovery_url: base, bound_issuer: base }]) {
      const path = Object.keys(config)[0]!;
      await enable(path, 'jwt');
      await put(`auth/${path}/config`, config);
      await put(`auth/${path}/role/ci`, { role_type: 'jwt', user_claim: 'actor', bound_audiences: audience });
      expectToken(await login(`${path}/login`, { role: 'ci', jwt: await signed({ iss: base }) }), {});
    }
  });

  test.each<[string, string, () => Promise<string>, string]>([
    [
      'another audience',
      'ci',
      () => signed({ aud: 'x' }),
      'error validating token: invalid audience (aud) claim: audience claim does not match any expected audience',
    ],
    [
      'an audience that is not bound',
      'open',
      () => signed(),
      'audience claim found in JWT but no audiences bound to the role',
    ],
    [
      'another repository',
      'ci',
      () => signed({ repository: 'x/y' }),
      'error validating claims: claim "repository" does not match any associated bound claim values',
    ],
    [
      'a claim less',
      'ci',
      () => signed({ repository: undefined }),
      'error validating claims: claim "repository" is missing',
    ],
    ['another subject', 'subject', () => signed(), 'error validating token: invalid subject (sub) claim'],
    [
      'another key',
      'ci',
      () => signed({}, strangers.privateKey),
      'error validating token: error verifying token signature: no known key successfully validated the token signature',
    ],
    [
      'no time left',
      'ci',
      () => signed({}, keys.privateKey, 1),
      'error validating token: invalid expiration time (exp) claim: token is expired',
    ],
    ['no user', 'ci', () => signed({ actor: undefined }), 'claim "actor" not found in token'],
    ['no such role', 'none', () => signed(), 'role "none" could not be found'],
    ['a role for browsers', 'web', () => signed(), 'role with oidc role_type is not allowed'],
    ['no token', 'ci', async () => '', 'missing token'],
  ])('refuses %s', async (_what, role, jwt, error) => {
    expect(await login('jwt/login', { role, jwt: await jwt() })).toMatchObject(refused(error));
  });

  test('rejects anything that is not a token', async () => {
    const { status, body } = await login('jwt/login', { role: 'ci', jwt: 'x.y' });
    expect([status, body.errors[0]]).toEqual([400, expect.stringContaining('error verifying token: ')]);
  });

  test('rejects a role without a bound', async () => {
    const bare = { role_type: 'jwt', user_claim: 'actor' };
    expect((await put('auth/jwt/role/bare', bare)).body.errors[0]).toContain(
      'must have at least one bound constraint',
    );
    expect(await put('auth/jwt/role/bare', { role_type: 'jwt' })).toMatchObject(
      refused('missing user_claim'),
    );
  });
});

describe('approle', () => {
  beforeAll(async () => {
    await enable('approle', 'approle');
    await put('auth/approle/role/ci', { token_policies: ['keymgmt'], secret_id_num_uses: 1 });
  });

  test('accepts a secret id as often as its uses allow', async () => {
    const { role_id } = (await emulator.vault('GET', 'auth/approle/role/ci/role-id')).body.data;
    const { secret_id } = (await put('auth/approle/role/ci/secret-id')).body.data;
    expectToken(await login('approle/login', { role_id, secret_id }), { policies: ['default', 'keymgmt'] });
    expect(await login('approle/login', { role_id, secret_id })).toMatchObject(
      refused('invalid role or secret ID'),
    );
  });

  test('accepts a custom role id, and rejects an unknown one', async () => {
    await put('auth/approle/role/open', { bind_secret_id: false });
    await put('auth/approle/role/open/role-id', { role_id: 'my-role' });
    expectToken(await login('approle/login', { role_id: 'my-role' }), {});
    expect(await login('approle/login', { role_id: 'x' })).toMatchObject(
      refused('invalid role or secret ID'),
    );
    expect((await emulator.vault('GET', 'auth/approle/role/none/role-id')).status).toBe(404);
  });
});

test('userpass rejects a wrong password, and never returns one', async () => {
  await enable('userpass', 'userpass');
  await put('auth/userpass/users/bob', { password: 'right', policies: 'a,b' });
  expectToken(await login('userpass/login/Bob', { password: 'right' }), { policies: ['a', 'b', 'default'] });
  expect(await login('userpass/login/bob', { password: 'wrong' })).toMatchObject(
    refused('invalid username or password'),
  );
  const { data } = (await emulator.vault('GET', 'auth/userpass/users/bob')).body;
  expect(data).toMatchObject({ token_policies: ['a', 'b'], token_ttl: 0, token_type: 'default' });
  expect(data).not.toHaveProperty('password');
});

test('ldap maps users and groups to policies', async () => {
  await enable('ldap', 'ldap');
  expect(await login('ldap/login/alice', { password: 'x' })).toMatchObject(
    refused('ldap backend not configured'),
  );
  await put('auth/ldap/config', { url: 'ldaps://ldap.example.com' });
  await put('auth/ldap/users/alice', { policies: 'own' });
  await put('auth/ldap/groups/readers', { policies: 'read' });
  expectToken(await login('ldap/login/alice', { password: 'in wonderland' }), {
    policies: ['default', 'own', 'read'],
  });
  for (const [user, password] of [
    ['alice', 'wrong'],
    ['alice', ''],
    ['eve', 'in wonderland'],
  ]) {
    expect(await login(`ldap/login/${user}`, { password })).toMatchObject(
      refused('ldap operation failed: failed to bind as user'),
    );
  }
});

test('github accepts members of the organization', async () => {
  await enable('github', 'github');
  await put('auth/github/config', { organization: 'octo-org' });
  await put('auth/github/map/teams/ops', { value: 'ops-policy' });
  expectToken(await login('github/login', { token: 'ghp-member' }), { policies: ['default', 'ops-policy'] });
  expect(await login('github/login', { token: 'ghp-stranger' })).toMatchObject(
    refused('user is not part of required org'),
  );
  expect((await login('github/login', { token: 'x' })).body.errors[0]).toContain('401 Bad credentials');
});

test('kubernetes accepts bound service accounts', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwt = (sub: string, iss?: string) =>
    new SignJWT({ sub, ...(iss === undefined ? {} : { iss }) })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  await enable('kubernetes', 'kubernetes');
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  await put('auth/kubernetes/config', { kubernetes_host: 'https://k8s', pem_keys: [pem] });
  await put('auth/kubernetes/role/ci', {
    bound_service_account_names: ['runner'],
    bound_service_account_namespaces: ['arc'],
    token_policies: ['keymgmt'],
  });
  const as = async (account: string, role = 'ci') =>
    login('kubernetes/login', { role, jwt: await jwt(account) });
  expectToken(await as('system:serviceaccount:arc:runner'), { policies: ['default', 'keymgmt'] });
  expect(await as('system:serviceaccount:arc:other')).toMatchObject({
    status: 403,
    body: { errors: ['service account name not authorized'] },
  });
  expect(await as('system:serviceaccount:x:runner')).toMatchObject({
    status: 403,
    body: { errors: ['namespace not authorized'] },
  });
  expect(await as('system:serviceaccount:arc:runner', 'none')).toMatchObject(
    refused('invalid role name "none"'),
  );
  const validation = { kubernetes_host: 'https://k8s', disable_iss_validation: false };
  await put('auth/kubernetes/config', validation);
  expect((await as('system:serviceaccount:arc:runner')).body.errors[0]).toContain(
    'invalid issuer (iss) claim',
  );
  await put('auth/kubernetes/config', { ...validation, issuer: 'https://cluster' });
  const issued = async (iss: string) =>
    login('kubernetes/login', { role: 'ci', jwt: await jwt('system:serviceaccount:arc:runner', iss) });
  expect((await issued('https://other')).status).toBe(400);
  expect((await issued('https://cluster')).status).toBe(200);
});

describe('cert, over TLS', () => {
  let folder: string;
  let ca: Certificate;
  const started: Emulator[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emulator-tls-'));
    ca = await authority();
    const server = await certificate(ca, 'localhost', '127.0.0.1');
    await writeFile(join(folder, 'cert.pem'), server.cert);
    await writeFile(join(folder, 'key.pem'), server.key);
    await writeFile(join(folder, 'ca.pem'), ca.cert);
  });
  afterAll(async () => {
    await Promise.all(started.map((one) => one.stop()));
    await rm(folder, { recursive: true });
  });

  async function overTls(
    more: object = {},
  ): Promise<(client?: Certificate, path?: string, body?: object) => Promise<VaultAnswer>> {
    const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem'), ...more };
    const one = await startEmulator({ config: { tls } });
    started.push(one);
    expect(one.vaultAddr).toMatch(/^https:/);
    return async (client, path = 'sys/health', body) => {
      const dispatcher = new Agent({ connect: { ca: ca.cert, ...client } });
      const response = await undiciFetch(`${one.vaultAddr}/v1/${path}`, {
        dispatcher,
        method: body ? 'PUT' : 'GET',
        headers: { 'x-vault-token': one.vaultToken },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const content = await response.text();
      await dispatcher.close();
      return {
        status: response.status,
        headers: new Headers(),
        body: content === '' ? null : JSON.parse(content),
      };
    };
  }

  test('accepts clients by certificate or by CA', async () => {
    const ask = await overTls();
    const [client, other] = await Promise.all([
      certificate(ca, 'ci'),
      certificate(await authority('Other CA'), 'ci'),
    ]);
    await ask(undefined, 'sys/auth/cert', { type: 'cert' });
    await ask(undefined, 'auth/cert/certs/signed', {
      certificate: ca.cert,
      allowed_common_names: ['ci'],
      token_policies: ['p'],
    });
    await ask(undefined, 'auth/cert/certs/itself', { certificate: other.cert });
    expectToken(await ask(client, 'auth/cert/login', {}), {
      policies: ['default', 'p'],
      metadata: { cert_name: 'signed', common_name: 'ci' },
    });
    expectToken(await ask(other, 'auth/cert/login', { name: 'itself' }), { policies: ['default'] });
    expect(await ask(other, 'auth/cert/login', { name: 'signed' })).toMatchObject(
      refused('invalid certificate or no client certificate supplied'),
    );
    expect(await ask(undefined, 'auth/cert/login', {})).toMatchObject(
      refused('client certificate must be supplied'),
    );
  });

  test('with a client CA, a client certificate is required', async () => {
    const ask = await overTls({ client_ca: join(folder, 'ca.pem') });
    expect((await ask(await certificate(ca, 'ci'))).status).toBe(200);
    await expect(ask()).rejects.toThrow('fetch failed');
    await expect(ask(await certificate(await authority('Other CA'), 'ci'))).rejects.toThrow('fetch failed');
  });
});
