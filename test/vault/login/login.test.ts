import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/effects/clock.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { LoginSettings } from '../../../src/vault/login/all-methods.ts';
import { login } from '../../../src/vault/login/login.ts';

import { keptLog } from '../support/run.ts';
import { drop, type Reply } from '../support/server.ts';
import { closeAll, failed, start } from '../support/start.ts';

afterEach(closeAll);

const auth = { client_token: 'hvs.new', accessor: 'acc-1', lease_duration: 600 };
const welcome: Reply = { status: 200, json: { auth } };

const nothing: LoginSettings = {
  method: '',
  auth_path: '',
  auth_namespace: '',
  role: '',
  token: null,
  role_id: '',
  secret_id: null,
  wrapped_secret_id: null,
  jwt: null,
  jwt_audience: '',
  aws_iam_server_id: '',
  username: '',
  password: null,
  vault_github_token: null,
  kubernetes_token_path: '',
  auth_payload: null,
};

async function enter(method: string, given: Partial<LoginSettings>, replies: readonly Reply[] = [welcome]) {
  const server = await start(replies, { namespace: 'work' });
  const log = keptLog();
  const masked: string[] = [];
  const signal = new AbortController().signal;
  const mask = (secret: Secret) => void masked.push(secret.reveal());
  const settings = { ...nothing, method, auth_path: method, ...given };
  const session = login(settings, server.connection, { clock: systemClock, env: {}, log, signal, mask });
  return { ...server, session, masked, log: log.lines };
}

const jwtOf = (claims: object) =>
  new Secret(
    ['{}', JSON.stringify(claims), 's'].map((part) => Buffer.from(part).toString('base64url')).join('.'),
  );
const jwt = jwtOf({ iss: 'https://token', aud: 'vault', sub: 'repo:acme/app:ref:refs/heads/main' });

describe('each method sends what Vault expects, where it expects it', () => {
  const secret = (text: string) => new Secret(text);
  test.each<[string, Partial<LoginSettings>, string, object]>([
    ['jwt', { role: 'ci', jwt }, 'auth/jwt/login', { role: 'ci', jwt: jwt.reveal() }],
    ['jwt', { jwt, auth_path: 'team-a/gh' }, 'auth/team-a/gh/login', { jwt: jwt.reveal() }],
    [
      'approle',
      { role_id: 'r', secret_id: secret('s') },
      'auth/approle/login',
      { role_id: 'r', secret_id: 's' },
    ],
    ['approle', { role_id: 'r' }, 'auth/approle/login', { role_id: 'r' }],
    ['kubernetes', { role: 'ci', jwt }, 'auth/kubernetes/login', { role: 'ci', jwt: jwt.reveal() }],
    [
      'userpass',
      { username: 'ann b', password: secret('p') },
      'auth/userpass/login/ann%20b',
      { password: 'p' },
    ],
    ['ldap', { username: 'ann', password: secret('p') }, 'auth/ldap/login/ann', { password: 'p' }],
    ['cert', { role: 'ci' }, 'auth/cert/login', { name: 'ci' }],
    ['cert', {}, 'auth/cert/login', {}],
    ['github', { vault_github_token: secret('ghp') }, 'auth/github/login', { token: 'ghp' }],
    ['okta', { auth_payload: secret('{"a": [1, {"b": "c"}]}') }, 'auth/okta/login', { a: [1, { b: 'c' }] }],
  ])('%s %#', async (method, given, path, body) => {
    const { session, seen, masked, log } = await enter(method, { auth_namespace: 'admin', ...given });
    expect(await session).toMatchObject({ accessor: 'acc-1', namespace: 'admin', ours: true });
    expect((await session).token.reveal()).toBe('hvs.new');
    expect((await session).expires?.getTime()).toBeGreaterThan(Date.now() + 590_000);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: 'PUT',
      url: `/v1/${path}`,
      headers: { 'x-vault-namespace': 'admin' },
    });
    expect(seen[0]?.headers).not.toHaveProperty('x-vault-token');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(body);
    expect(masked).toContain('hvs.new');
    expect(log).toEqual([expect.stringMatching(/^info: Logged in to Vault at auth\/.* \(accessor acc-1\)$/)]);
  });

  test('kubernetes reads the token of the service account', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pod-'));
    const path = join(folder, 'token');
    await writeFile(path, 'sa.jwt.x\n');
    const { session, seen, masked } = await enter('kubernetes', { role: 'ci', kubernetes_token_path: path });
    await session;
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ role: 'ci', jwt: 'sa.jwt.x' });
    expect(masked).toEqual(['sa.jwt.x', 'hvs.new']);
    await rm(folder, { recursive: true });
    const again = await enter('kubernetes', { role: 'ci', kubernetes_token_path: path });
    expect(await failed(again.session)).toMatchObject({ code: 'no_service_account_token' });
  });

  test('a token that was given is used as it is, without a request', async () => {
    const { session, seen } = await enter('token', { token: secret('hvs.given') });
    expect(await session).toMatchObject({ ours: false, accessor: null, expires: null });
    expect((await session).token.reveal()).toBe('hvs.given');
    expect(seen).toHaveLength(0);
  });
});

describe('a wrapped secret id', () => {
  const wrapped_secret_id = new Secret('hvs.wrapping');
  const lookup = (creation_path: string): Reply => ({ status: 200, json: { data: { creation_path } } });
  const unwrapped: Reply = { status: 200, json: { data: { secret_id: 's-1' } } };

  test('is unwrapped once, after a look at its creation path, and masked', async () => {
    const replies = [lookup('auth/approle/role/ci/secret-id'), unwrapped, welcome];
    const { session, seen, masked } = await enter('approle', { role_id: 'r', wrapped_secret_id }, replies);
    await session;
    expect(seen.map(({ url }) => url)).toEqual([
      '/v1/sys/wrapping/lookup',
      '/v1/sys/wrapping/unwrap',
      '/v1/auth/approle/login',
    ]);
    expect(seen[1]?.headers).toMatchObject({ 'x-vault-token': 'hvs.wrapping' });
    expect(JSON.parse(seen[2]?.body ?? '')).toEqual({ role_id: 'r', secret_id: 's-1' });
    expect(masked).toEqual(['s-1', 'hvs.new']);
  });

  test.each<[string, Reply, RegExp]>([
    ['created elsewhere', lookup('cubbyhole/x'), /created at "cubbyhole\/x", not at auth\/approle\/role/],
    ['created by another mount', lookup('auth/evil/role/ci/secret-id'), /not at auth\/approle/],
    ['used already', { status: 400, json: { errors: ['wrapping token is not valid'] } }, /does not know it/],
  ])('%s is refused before it is unwrapped', async (_, reply, message) => {
    const { session, seen } = await enter('approle', { role_id: 'r', wrapped_secret_id }, [reply]);
    const error = await failed(session);
    expect(error).toMatchObject({ code: 'wrapping_token_invalid', message: expect.stringMatching(message) });
    expect(error.remedy).toContain('stolen');
    expect(seen).toHaveLength(1);
  });

  test('given as secret_id is recognized by the error', async () => {
    const rejected: Reply = { status: 400, json: { errors: ['invalid role or secret ID'] } };
    const { session } = await enter('approle', { role_id: 'r', secret_id: wrapped_secret_id }, [rejected]);
    expect((await failed(session)).remedy).toContain('set `wrapped_secret_id`');
  });
});

test('what the login says of its token is kept; a batch token is not revoked', async () => {
  const batch = { ...auth, token_type: 'batch', renewable: false, num_uses: 0 };
  const { session } = await enter('approle', { role_id: 'r' }, [{ status: 200, json: { auth: batch } }]);
  expect(await session).toMatchObject({ ours: false, renewable: false, uses: null });
  const limited = { ...auth, token_type: 'service', renewable: true, num_uses: 7 };
  const other = await enter('approle', { role_id: 'r' }, [{ status: 200, json: { auth: limited } }]);
  expect(await other.session).toMatchObject({ ours: true, renewable: true, uses: 7 });
});

test('a login is repeated like a read', async () => {
  const lost: Reply[] = [drop, { status: 500, json: { errors: ['x'] } }, { status: 412, json: {} }, welcome];
  const { session, seen } = await enter('approle', { role_id: 'r' }, lost);
  await session;
  expect(seen).toHaveLength(4);
});

describe('a refusal says what to do', () => {
  const refuse = async (
    method: string,
    given: Partial<LoginSettings>,
    status: number,
    ...errors: string[]
  ) => {
    const { session, seen } = await enter(method, given, [{ status, json: { errors } }]);
    const error = await failed(session);
    expect(seen).toHaveLength(1);
    for (const words of errors) expect(error.message).toContain(words);
    return error;
  };

  test.each<[string, string, string]>([
    [
      'no bound audience',
      'audience claim found in JWT but no audiences bound to the role',
      'bound_audiences',
    ],
    [
      'wrong audience',
      'invalid audience (aud) claim: audience claim does not match any bound',
      'jwt_audience',
    ],
    ['wrong subject', 'invalid subject (sub) claim', 'repository_id'],
    [
      'bound claims',
      'error validating claims: claim "ref" does not match any associated bound',
      'bound_claims',
    ],
    ['signature', 'error validating token: error verifying token signature', 'oidc_discovery_url'],
    ['no such role', 'role "ci" could not be found', 'vault list auth/jwt/role'],
  ])('jwt: %s', async (_case, words, remedy) => {
    const error = await refuse('jwt', { role: 'ci', jwt }, 400, words);
    expect(error.remedy).toContain(remedy);
    expect(error.message).toContain(
      'presented: iss "https://token", aud "vault", sub "repo:acme/app:ref:refs/heads/main"',
    );
    expect(error.message).not.toContain(jwt.reveal());
  });

  test("jwt: GitHub's newer subject is pointed out", async () => {
    const newer = jwtOf({ sub: 'repo:acme@123/app@456:ref:refs/heads/main', repository_id: '456' });
    const error = await refuse(
      'jwt',
      { role: 'ci', jwt: newer },
      400,
      'error validating claims: claim "sub" does not match',
    );
    expect(error.message).toContain("(`sub` in GitHub's newer form, with ids)");
    expect(error.remedy).toContain('repository_owner_id');
  });

  test.each<[string, Partial<LoginSettings>, number, string, string]>([
    ['approle', { role_id: 'r' }, 400, 'invalid role or secret ID', 'secret_id'],
    [
      'userpass',
      { username: 'ann', password: new Secret('pw') },
      400,
      'invalid username or password',
      '`password`',
    ],
    ['cert', {}, 400, 'invalid certificate or no client certificate supplied', 'ends TLS'],
    ['github', { vault_github_token: new Secret('x') }, 400, 'user is not part of required org', 'read:org'],
    ['kubernetes', { role: 'ci', jwt }, 403, 'namespace not authorized', 'bound_service_account_namespaces'],
    [
      'approle',
      { role_id: 'r', auth_path: 'ci' },
      403,
      'permission denied',
      'mounted at auth/ci in the root',
    ],
    [
      'okta',
      { auth_payload: new Secret('{}'), auth_namespace: 'a' },
      404,
      'no handler for route',
      'namespace a',
    ],
  ])('%s: %s', async (method, given, status, words, remedy) => {
    const error = await refuse(method, given, status, words);
    expect(error.remedy).toContain(remedy);
    expect(error.message).not.toContain('pw');
  });

  test('a second factor, and an answer without a token', async () => {
    const mfa = { auth: { client_token: '', mfa_requirement: { mfa_request_id: 'x' } } };
    const one = await enter('approle', { role_id: 'r' }, [{ status: 200, json: mfa }]);
    expect(await failed(one.session)).toMatchObject({ code: 'mfa_required' });
    const none = await enter('approle', { role_id: 'r' }, [{ status: 200, json: { data: {} } }]);
    expect(await failed(none.session)).toMatchObject({ code: 'no_token' });
  });
});
