import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../src/model/secret.ts';
import { connectionError } from '../../src/vault/http/connection-error.ts';
import { errorFromResponse } from '../../src/vault/http/error-response.ts';
import { open } from './support/run.ts';
import type { Reply } from './support/server.ts';
import { closeAll, failed, start } from './support/start.ts';

const at = { namespace: 'team-a', path: ['keymgmt', 'kms', 'aws'] };
const token = new Secret('s.very-secret-token');

afterEach(closeAll);

const saying = (status: number, ...errors: string[]): Reply => ({ status, json: { errors } });

const plainText = (status: number, text: string): Reply => ({
  status,
  text,
  headers: { 'content-type': 'text/plain' },
});

describe('an answer that is no success', () => {
  test.each<[string, Reply, string]>([
    ['invalid parameters', saying(400, 'unsupported key type'), 'request_rejected'],
    ['no such handler', saying(404, 'no handler for route "keymgmt/". route entry not found.'), 'no_engine'],
    ['another engine', saying(404, '1 error occurred:\n\t* unsupported path\n\n'), 'not_keymgmt'],
    ['another operation', saying(405, 'unsupported operation'), 'not_keymgmt'],
    ['no such namespace', saying(404, 'namespace not found'), 'namespace_not_found'],
    ['no Enterprise', saying(400, 'plugin not found in the catalog: keymgmt'), 'enterprise_required'],
    ['no licence', saying(500, 'license does not include feature'), 'enterprise_required'],
    ['too large a token', saying(431, 'header fields too large'), 'token_too_large'],
    ['http to https', plainText(400, 'Client sent an HTTP request to an HTTPS server.\n'), 'tls_required'],
    ['sealed', saying(503, 'Vault is sealed'), 'sealed'],
    ['standby', saying(473), 'standby'],
    ['rate limit', saying(429, 'request path "keymgmt": rate limit quota exceeded'), 'rate_limited'],
    ['a lagging standby', saying(412, 'required index state not present'), 'not_caught_up'],
    ['down', saying(502), 'unavailable'],
    [
      'JSON of another service',
      { status: 404, json: { __type: 'UnknownOperationException', message: 'no such operation' } },
      'not_vault',
    ],
    ['a page', { status: 200, text: '<!DOCTYPE html><title>Sign in | Corp SSO</title>' }, 'not_vault'],
    [
      'a page of an error',
      { status: 503, text: '<html><title>503 Service Unavailable</title></html>' },
      'not_vault',
    ],
  ])('%s', async (_case, reply, code) => {
    const { connection, seen } = await start([reply]);
    const error = await failed(connection.with({ token }).put(at, { provider: 'awskms' }));
    expect(error).toMatchObject({ name: 'VaultError', code });
    expect(error.remedy).not.toBe('');
    expect(error.message).toMatch(/^PUT team-a\/keymgmt\/kms\/aws: /);
    for (const words of error.errors) expect(error.message).toContain(words);
    expect(`${error.message}${error.stack}`).not.toContain('very-secret');
    expect(seen.length).toBe(error.verdict === 'final' ? 1 : 4);
  });

  test('carries the request id', async () => {
    const { connection } = await start([{ status: 400, json: { request_id: 'b8c1-77', errors: ['no'] } }]);
    const error = await failed(connection.get(at));
    expect(error.message).toBe('GET team-a/keymgmt/kms/aws: Vault answered 400: "no" (request id b8c1-77)');
    expect(error.request_id).toBe('b8c1-77');
  });

  test('is told on one line, though Vault makes a list of it', async () => {
    const list = '2 errors occurred:\n\t* permission denied\n\t* invalid\n  token\n\n';
    const { connection } = await start([saying(403, list, 'more')]);
    const error = await failed(connection.get(at));
    expect(error.errors).toEqual(['permission denied; invalid token', 'more']);
    expect(error.message).toContain('Vault answered 403: "permission denied; invalid token; more"');
  });

  test('a page is named by its title', async () => {
    const { connection } = await start([{ status: 200, text: '<!DOCTYPE html><title>Corp SSO</title>' }]);
    expect((await failed(connection.get(at))).message).toContain('not Vault\'s JSON but a page, "Corp SSO"');
  });

  test("a control group's promise is no success", async () => {
    const wrap_info = { token: 'hvs.wrapping', accessor: 'acc-1', ttl: 86_400 };
    const { connection, seen } = await start([{ status: 200, json: { data: null, wrap_info } }]);
    const error = await failed(connection.with({ token }).put(at, {}));
    expect(error).toMatchObject({
      code: 'approval_required',
      message: expect.stringContaining('accessor acc-1'),
    });
    expect(error.message).not.toContain('hvs.wrapping');
    expect(seen).toHaveLength(1);
  });

  test("Vault's warnings are passed on", async () => {
    const { connection, lines } = await start([
      { status: 200, json: { data: {}, warnings: ['deprecated'] } },
    ]);
    await connection.get(at);
    expect(lines).toEqual(['warning: GET team-a/keymgmt/kms/aws: Vault warns: deprecated']);
  });
});

describe('permission denied', () => {
  const denied = saying(403, '1 error occurred:\n\t* permission denied\n\n');
  const holding = (...held: string[]): Reply => ({
    status: 200,
    json: { data: { capabilities: held, 'team-a/keymgmt/kms/aws': held } },
  });

  test('is explained by the capabilities that the token has there, asked for once', async () => {
    const { connection, seen } = await start([denied, holding('read', 'list')]);
    const error = await failed(connection.with({ token }).put(at, {}));
    expect(error).toMatchObject({
      code: 'permission_denied',
      status: 403,
      message: expect.stringContaining(
        'it needs "create" or "update" on this path, and the token has only "read" and "list"',
      ),
      remedy: expect.stringContaining('command `policy`'),
    });
    expect(seen[1]).toMatchObject({
      url: '/v1/sys/capabilities-self',
      body: '{"paths":["team-a/keymgmt/kms/aws"]}',
      headers: { 'x-vault-token': 's.very-secret-token' },
    });
    expect(seen[1]?.headers).not.toHaveProperty('x-vault-namespace');
    expect(seen).toHaveLength(2);
  });

  test('no capability at all', async () => {
    const { connection } = await start([denied, holding('deny')]);
    expect((await failed(connection.with({ token }).delete(at))).message).toContain(
      'it needs "delete" on this path, and the token has no capability',
    );
  });

  test('something beyond the policies', async () => {
    const { connection } = await start([denied, holding('list')]);
    const error = await failed(connection.with({ token }).list(at));
    expect(error.message).toContain('something other than its policies denies the request');
    expect(error.remedy).toContain('Sentinel');
  });

  test('a token that may not even ask is dead, or as good as', async () => {
    const { connection, seen } = await start([denied]);
    expect(await failed(connection.with({ token }).get(at))).toMatchObject({ code: 'token_invalid' });
    expect(seen).toHaveLength(2);
  });

  test('stays as it is when nothing more can be learnt', async () => {
    const { connection } = await start([denied, { status: 500, json: {} }]);
    const error = await failed(connection.with({ token }).get(at));
    expect(error).toMatchObject({
      code: 'permission_denied',
      message: expect.stringContaining('permission denied'),
    });
  });

  test('of a login is not asked about', async () => {
    const { connection, seen } = await start([denied]);
    await failed(connection.authenticate({ namespace: '', path: ['auth/jwt/login'] }, {}));
    expect(seen).toHaveLength(1);
  });
});

describe('no status has advice that presumes what the answer does not have', () => {
  const bare = Array.from({ length: 400 }, (_, index) => 200 + index).filter(
    (status) => status !== 200 && status !== 204,
  );

  test.each(['PUT', 'GET'])('%s', async (method) => {
    for (const status of bare) {
      const asked = { method, path: 'team-a/keymgmt/kms/aws' };
      const error = errorFromResponse(asked, { status, text: '', content_type: '', retry_after: null });
      expect(error.remedy).not.toMatch(/quoted/);
      expect(error.remedy.length).toBeGreaterThan(20);
      expect([status, error.code]).not.toEqual([status, undefined]);
      if (status >= 500) expect(error.code).toBe('unavailable');
      if (status < 400) expect(error.code).toBe('not_vault');
    }
  });

  test('an unknown endpoint of Vault itself is not taken for another engine', () => {
    const received = {
      status: 404,
      text: '{"errors":["unsupported path"]}',
      content_type: '',
      retry_after: null,
    };
    const own = errorFromResponse({ method: 'PUT', path: 'team-a/sys/capabilities-self' }, received);
    expect(own).toMatchObject({ code: 'not_found' });
    expect(own.remedy).not.toContain('keymgmt');
    expect(errorFromResponse({ method: 'PUT', path: 'team-a/kv/key/a' }, received).code).toBe('not_keymgmt');
  });
});

describe('a redirect', () => {
  const to = (location: string): Reply => ({ status: 307, text: '', headers: { location } });

  test('of a standby is followed once, with the token', async () => {
    const active = await start([{ status: 200, json: { data: { name: 'aws' } } }]);
    const { connection } = await start([to(`${active.url.origin}/v1/keymgmt/kms/aws`)]);
    expect(await connection.with({ token }).get(at)).toEqual({ name: 'aws' });
    expect(active.seen[0]?.headers['x-vault-token']).toBe('s.very-secret-token');
  });

  test.each([
    ['to another scheme', 'https://vault.example.com/v1/keymgmt/kms/aws'],
    ['to a login page', 'http://sso.example.com/login'],
    ['to no URL', 'http://'],
  ])('%s is not', async (_case, location) => {
    const { connection, seen } = await start([to(location)]);
    expect(await failed(connection.with({ token }).get(at))).toMatchObject({ code: 'redirected' });
    expect(seen).toHaveLength(1);
  });

  test('after a redirect is not: the error has all three addresses', async () => {
    const second = await start([to('http://127.0.0.1:1/v1/x')]);
    const { connection, url } = await start([to(`${second.url.origin}/v1/keymgmt/kms/aws`)]);
    const error = await failed(connection.get(at));
    expect(error).toMatchObject({ code: 'redirected', status: 307 });
    for (const origin of [url.origin, second.url.origin, 'http://127.0.0.1:1/v1/x']) {
      expect(error.message).toContain(origin);
    }
    expect(error.remedy).toContain('`api_addr`');
    expect(second.seen).toHaveLength(1);
  });

  test('to itself is not: the error has the address and the hint', async () => {
    const { connection, seen } = await start([to('/v1/keymgmt/kms/aws')]);
    const error = await failed(connection.get(at));
    expect(error).toMatchObject({ code: 'redirected', remedy: expect.stringContaining('`api_addr`') });
    expect(error.message).toMatch(/127\.0\.0\.1:\d+\/v1\/keymgmt\/kms\/aws redirects to/);
    expect(seen).toHaveLength(2);
  });

  test('to a sign-in page says that one stands before Vault', async () => {
    const page = { status: 302, text: '', headers: { location: 'http://sso.example.com/login?state=xyz' } };
    const { connection } = await start([page]);
    const error = await failed(connection.with({ token }).put(at, {}));
    expect(error).toMatchObject({ code: 'redirected', remedy: expect.stringContaining('sign-in page') });
    expect(error.message).toContain('http://sso.example.com/login');
    expect(error.message).not.toContain('xyz');
  });

  test('to another host takes the token and not the extra headers, and the log says so once', async () => {
    const active = await start([{ status: 200, json: { data: {} } }]);
    const { connection, seen, lines } = await start([to(`${active.url.origin}/v1/keymgmt/kms/aws`)], {
      extra_headers: { 'cf-access-client-secret': 'gateway' },
    });
    await connection.with({ token }).get(at);
    await connection.with({ token }).get(at);
    expect(seen[0]?.headers).toMatchObject({ 'cf-access-client-secret': 'gateway' });
    expect(active.seen[0]?.headers).toMatchObject({ 'x-vault-token': 's.very-secret-token' });
    expect(active.seen[0]?.headers).not.toHaveProperty('cf-access-client-secret');
    expect(lines).toEqual([
      expect.stringMatching(/redirects to .* the token is sent there as well; `extra_headers` are not$/),
    ]);
  });
});

describe('no answer', () => {
  test('from a port where nothing listens', async () => {
    const { connection } = open(new URL('http://127.0.0.1:1'));
    expect(await failed(connection.get(at))).toMatchObject({
      code: 'connection_refused',
      message: expect.stringContaining('no answer from 127.0.0.1:1: connect ECONNREFUSED'),
    });
  });

  test('from a name that does not resolve: at once', async () => {
    const { connection, lines } = open(new URL('https://vault.invalid:8200'));
    expect(await failed(connection.get(at))).toMatchObject({ code: 'host_not_found', verdict: 'final' });
    expect(lines).toEqual([]);
  });

  const asked = { method: 'GET', path: 'sys/health' };
  test.each([
    ['CERT_HAS_EXPIRED', 'tls_expired', 'final'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls_client_certificate', 'final'],
    ['CONNECT_TIMEOUT', 'unreachable', 'repeat'],
    ['EAI_AGAIN', 'host_not_found', 'repeat'],
    ['ECONNRESET', 'connection_lost', 'uncertain'],
  ])('%s', (code, expected, verdict) => {
    const error = connectionError(asked, Object.assign(new Error('words'), { code }), 'vault:8200');
    expect(error).toMatchObject({ code: expected, verdict });
    expect(error.message).toBe(`GET sys/health: no answer from vault:8200: words (${code})`);
  });
});

test('a path can hold no "." or ".."', async () => {
  const { connection, seen } = await start([]);
  await expect(connection.get({ namespace: '', path: ['keymgmt', 'key', '..', 'x'] })).rejects.toMatchObject({
    code: 'invalid_path',
  });
  expect(seen).toHaveLength(0);
});
