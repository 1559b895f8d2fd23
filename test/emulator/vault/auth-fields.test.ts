import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type JWTPayload, SignJWT } from 'jose';
import { Agent, fetch as undiciFetch } from 'undici';
import { authority, certificate } from '../../support/certificates.ts';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ config: { ldap: { alice: { password: 'p' } } } });
  for (const type of ['approle', 'jwt', 'ldap', 'aws']) {
    await put(`sys/auth/${type}`, { type });
  }
});
afterAll(() => emulator.stop());

const put = (path: string, body: object, token?: string | null) =>
  emulator.vault('PUT', path, { body, ...(token === undefined ? {} : { token }) });
const login = (path: string, body: object) => put(`auth/${path}`, body, null);
const minute = 60;
const day = 24 * 60 * minute;

describe('jwt', () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const now = () => Math.floor(Date.now() / 1000);
  const sign = (claims: JWTPayload, alg = 'RS256') =>
    new SignJWT({ sub: 'ci', ...claims }).setProtectedHeader({ alg }).sign(keys.privateKey);
  const role = { role_type: 'jwt', user_claim: 'sub', bound_subject: 'ci' };
  const attempt = async (claims: JWTPayload, fields: object = {}) => {
    await put('auth/jwt/role/r', {
      ...role,
      clock_skew_leeway: 0,
      expiration_leeway: 0,
      not_before_leeway: 0,
      ...fields,
    });
    const { status, body } = await login('jwt/login', { role: 'r', jwt: await sign(claims) });
    return status === 200 ? 'accepted' : String(body.errors[0]).replace('error validating token: ', '');
  };

  beforeAll(async () => {
    const pem = keys.publicKey.export({ type: 'spki', format: 'pem' });
    await put('auth/jwt/config', { jwt_validation_pubkeys: [pem] });
  });

  test.each<[string, () => JWTPayload, object, string]>([
    [
      'no times',
      () => ({}),
      {},
      'no issued at (iat), not before (nbf), or expiration time (exp) claims in token',
    ],
    ['iat alone', () => ({ iat: now() }), {}, 'accepted'],
    [
      'iat in the future',
      () => ({ iat: now() + day, nbf: now(), exp: now() + 2 * day }),
      {},
      'invalid issued at (iat) claim: token issued in the future',
    ],
    [
      'iat alone, a day old',
      () => ({ iat: now() - day }),
      {},
      'invalid expiration time (exp) claim: token is expired',
    ],
    [
      'nbf alone, a day old',
      () => ({ nbf: now() - day }),
      {},
      'invalid expiration time (exp) claim: token is expired',
    ],
    [
      'exp alone, far ahead',
      () => ({ exp: now() + 5 * minute }),
      {},
      'invalid not before (nbf) claim: token not yet valid',
    ],
    ['exp alone, near', () => ({ exp: now() + minute }), {}, 'accepted'],
    ['exp within the clock skew', () => ({ iat: now() - 300, exp: now() - 30 }), {}, 'accepted'],
    [
      'exp beyond the clock skew',
      () => ({ iat: now() - 300, exp: now() - 90 }),
      {},
      'invalid expiration time (exp) claim: token is expired',
    ],
    [
      'clock_skew_leeway',
      () => ({ iat: now() - 300, exp: now() - 90 }),
      { clock_skew_leeway: 120 },
      'accepted',
    ],
    ['expiration_leeway', () => ({ iat: now() - day }), { expiration_leeway: 2 * day }, 'accepted'],
    ['not_before_leeway', () => ({ exp: now() + 5 * minute }), { not_before_leeway: 600 }, 'accepted'],
  ])('%s', async (_name, claims, fields, expected) => {
    expect(await attempt(claims(), fields)).toBe(expected);
  });

  test('groups_claim', async () => {
    expect(await attempt({ iat: now() }, { groups_claim: 'groups' })).toBe(
      '"groups" claim not found in token',
    );
    expect(await attempt({ iat: now(), groups: ['ops'] }, { groups_claim: 'groups' })).toBe('accepted');
    await put('auth/jwt/role/r', { groups_claim: '' });
  });

  test('user_claim_json_pointer and claim_mappings', async () => {
    const claims = { iat: now(), user: { name: 'octocat' }, run: '7' };
    await put('auth/jwt/role/p', {
      ...role,
      user_claim: '/user/name',
      user_claim_json_pointer: true,
      claim_mappings: { run: 'run_id' },
    });
    const { body } = await login('jwt/login', { role: 'p', jwt: await sign(claims) });
    expect(body.auth.metadata).toEqual({ role: 'p', run_id: '7' });
    await put('auth/jwt/role/p', { user_claim_json_pointer: false });
    const literal = await login('jwt/login', { role: 'p', jwt: await sign(claims) });
    expect(literal.body.errors).toEqual(['claim "/user/name" not found in token']);
  });

  test('jwt_supported_algs', async () => {
    await put('auth/jwt/config', { jwt_supported_algs: ['RS512'] });
    expect(await attempt({ iat: now() })).toContain('error verifying token');
    await put('auth/jwt/config', { jwt_supported_algs: [] });
    expect(await attempt({ iat: now() })).toBe('accepted');
  });
});

describe('approle', () => {
  const secretId = async (role: string, body: object = {}, path = 'secret-id') =>
    put(`auth/approle/role/${role}/${path}`, body);
  const roleId = async (role: string) =>
    (await emulator.vault('GET', `auth/approle/role/${role}/role-id`)).body.data.role_id;
  const enter = async (role: string, secret_id: string) =>
    login('approle/login', { role_id: await roleId(role), secret_id });

  test('secret_id_bound_cidrs, cidr_list and token_bound_cidrs', async () => {
    await put('auth/approle/role/far', { secret_id_bound_cidrs: ['10.0.0.0/8'] });
    const { secret_id } = (await secretId('far')).body.data;
    expect((await enter('far', secret_id)).status).toBe(403);
    await put('auth/approle/role/near', {});
    const far = (await secretId('near', { cidr_list: '10.0.0.0/8' })).body.data;
    expect((await enter('near', far.secret_id)).status).toBe(403);
    const near = (await secretId('near', { token_bound_cidrs: '127.0.0.1/32' })).body.data;
    expect((await enter('near', near.secret_id)).status).toBe(200);
  });

  test('secret ids are looked up, listed and destroyed, by id and by accessor', async () => {
    await put('auth/approle/role/ci', { secret_id_ttl: '1h', secret_id_num_uses: 5 });
    const { secret_id, secret_id_accessor } = (
      await secretId('ci', { metadata: '{"run":"7"}', num_uses: 2, ttl: '5m' })
    ).body.data;
    const found = await secretId('ci', { secret_id }, 'secret-id/lookup');
    expect(found.body.data).toMatchObject({
      metadata: { run: '7' },
      secret_id_num_uses: 2,
      secret_id_ttl: 300,
    });
    const byAccessor = await secretId('ci', { secret_id_accessor }, 'secret-id-accessor/lookup');
    expect(byAccessor.body.data).toEqual(found.body.data);
    const { keys } = (await emulator.vault('LIST', 'auth/approle/role/ci/secret-id')).body.data;
    expect(keys).toEqual([secret_id_accessor]);
    expect((await enter('ci', secret_id)).body.auth.metadata).toEqual({ role_name: 'ci', run: '7' });
    expect((await secretId('ci', { secret_id_accessor }, 'secret-id-accessor/destroy')).status).toBe(204);
    expect((await secretId('ci', { secret_id }, 'secret-id/lookup')).status).toBe(204);
    expect((await enter('ci', secret_id)).status).toBe(400);
    expect((await secretId('ci', { num_uses: 6 })).status).toBe(400);
  });

  test('a custom secret id', async () => {
    await put('auth/approle/role/own', {});
    expect((await secretId('own', { secret_id: 'chosen' }, 'custom-secret-id')).status).toBe(200);
    expect((await secretId('own', { secret_id: 'chosen' }, 'custom-secret-id')).status).toBe(400);
    expect((await enter('own', 'chosen')).status).toBe(200);
  });

  test('bind_secret_id and local_secret_ids', async () => {
    await put('auth/approle/role/open', { bind_secret_id: false, token_bound_cidrs: '127.0.0.0/8' });
    expect((await enter('open', '')).status).toBe(200);
  });
});

test('ldap: case_sensitive_names', async () => {
  await put('auth/ldap/config', { case_sensitive_names: false });
  expect((await login('ldap/login/Alice', { password: 'p' })).status).toBe(200);
  await put('auth/ldap/config', { case_sensitive_names: true });
  expect((await login('ldap/login/Alice', { password: 'p' })).status).toBe(400);
});

test('cert: names of the subject and the alternative names, with wildcards', async () => {
  const ca = await authority();
  const client = await certificate(ca, 'ci.example', 'runner.example');
  const server = await certificate(ca, '127.0.0.1');
  const folder = await mkdtemp(join(tmpdir(), 'certs-'));
  const [cert, key] = [join(folder, 'c.pem'), join(folder, 'k.pem')];
  await Promise.all([writeFile(cert, server.cert), writeFile(key, server.key)]);
  const tls = await startEmulator({ config: { tls: { cert, key } } });
  const dispatcher = new Agent({ connect: { ca: ca.cert, cert: client.cert, key: client.key } });
  const send = async (path: string, body: object) => {
    const response = await undiciFetch(`${tls.vaultAddr}/v1/${path}`, {
      method: 'POST',
      dispatcher,
      headers: { 'x-vault-token': tls.vaultToken },
      body: JSON.stringify(body),
    });
    return { status: response.status };
  };
  await send('sys/auth/cert', { type: 'cert' });
  const unbound = {
    allowed_common_names: [],
    allowed_dns_sans: [],
    allowed_email_sans: [],
    allowed_names: [],
    allowed_organizational_units: [],
    allowed_uri_sans: [],
  };
  const attempt = async (fields: object) => {
    await send('auth/cert/certs/ci', { certificate: ca.cert, ...unbound, ...fields });
    return send('auth/cert/login', {});
  };
  expect((await attempt({ allowed_dns_sans: ['runner.example'] })).status).toBe(200);
  expect((await attempt({ allowed_dns_sans: ['other.example'] })).status).toBe(400);
  expect((await attempt({ allowed_names: 'runner.example' })).status).toBe(200);
  expect((await attempt({ allowed_names: 'other.example' })).status).toBe(400);
  expect((await attempt({ allowed_common_names: 'other.example' })).status).toBe(400);
  expect((await attempt({ allowed_common_names: '*.example' })).status).toBe(200);
  expect((await attempt({ allowed_dns_sans: '*.other' })).status).toBe(400);
  for (const field of ['allowed_email_sans', 'allowed_organizational_units', 'allowed_uri_sans']) {
    expect([field, (await attempt({ [field]: '*' })).status]).toEqual([field, 400]);
  }
  await tls.stop();
});

test('aws: sts_endpoint, and DELETE of config/client', async () => {
  await put('auth/aws/config/client', { sts_endpoint: 'http://127.0.0.1:1' });
  const signed = {
    iam_http_request_method: 'POST',
    iam_request_url: Buffer.from('https://sts.amazonaws.com/').toString('base64'),
    iam_request_body: Buffer.from('Action=GetCallerIdentity&Version=2011-06-15').toString('base64'),
    iam_request_headers: JSON.stringify({ Authorization: ['AWS4-HMAC-SHA256 x'] }),
  };
  expect((await login('aws/login', signed)).body.errors[0]).toContain(
    'error making upstream request: connect',
  );
  expect((await emulator.vault('DELETE', 'auth/aws/config/client')).status).toBe(204);
  expect((await emulator.vault('GET', 'auth/aws/config/client')).status).toBe(404);
  expect((await login('aws/login', signed)).body.errors[0]).toContain('from STS');
});

describe('token', () => {
  test('no_default_policy, no_parent, id and renewable', async () => {
    const fields = {
      no_default_policy: true,
      no_parent: true,
      id: 'chosen-id',
      renewable: false,
      policies: ['a'],
    };
    const { auth } = (await put('auth/token/create', { ...fields, ttl: '1h', meta: { run: '7' } })).body;
    expect(auth).toMatchObject({
      client_token: 'chosen-id',
      policies: ['a'],
      orphan: true,
      renewable: false,
      metadata: { run: '7' },
    });
    expect((await put('auth/token/create', fields)).status).toBe(400);
  });

  test('allowed_policies_glob and disallowed_policies_glob', async () => {
    await put('auth/token/roles/glob', {
      allowed_policies_glob: ['app-*'],
      disallowed_policies_glob: ['app-admin*'],
    });
    const create = async (policies: string[]) => (await put('auth/token/create/glob', { policies })).status;
    expect(await create(['app-read'])).toBe(200);
    expect(await create(['app-admin-all'])).toBe(400);
    expect(await create(['other'])).toBe(400);
  });
});
