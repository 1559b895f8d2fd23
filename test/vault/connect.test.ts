import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../src/model/secret.ts';
import { drop, type Reply, stall } from './support/server.ts';
import { closeAll, failed, start } from './support/start.ts';

const at = { namespace: '', path: ['keymgmt', 'kms', 'aws'] };
const ok: Reply = { status: 200, json: { data: { name: 'aws' } } };
const done: Reply = { status: 204 };

afterEach(closeAll);

describe('a request', () => {
  test('reads the data, sends token, namespace, user agent and extra headers', async () => {
    const { connection, seen } = await start([ok], {
      namespace: 'org',
      extra_headers: { 'x-team': 'payments' },
    });
    const vault = connection.with({ token: new Secret('s.token') });
    expect(await vault.get({ namespace: 'team-a', path: ['keymgmt', 'kms', 'a b/c'] })).toEqual({
      name: 'aws',
    });
    expect(seen).toMatchObject([
      {
        method: 'GET',
        url: '/v1/keymgmt/kms/a%20b/c',
        headers: {
          'x-vault-token': 's.token',
          'x-vault-namespace': 'org/team-a',
          'x-vault-request': 'true',
          'x-team': 'payments',
          'user-agent': 'test/1',
        },
      },
    ]);
  });

  test('sends no token before a login, and none with one', async () => {
    const { connection, seen } = await start([{ status: 200, json: { auth: { client_token: 's.new' } } }]);
    const place = { namespace: '', path: ['auth/jwt/login'] };
    expect(await connection.authenticate(place, { role: 'ci' })).toEqual({ client_token: 's.new' });
    await connection.with({ token: new Secret('s.old') }).authenticate(place, { role: 'ci' });
    expect(seen.map(({ headers }) => headers['x-vault-token'])).toEqual([undefined, undefined]);
    expect(seen[0]).toMatchObject({ method: 'PUT', url: '/v1/auth/jwt/login', body: '{"role":"ci"}' });
  });

  test('reveals secrets only on the wire', async () => {
    const { connection, seen } = await start([done]);
    const credentials = { access_key: new Secret('AKIA'), more: [new Secret('x')] };
    expect(await connection.put(at, { provider: 'awskms', credentials })).toBeNull();
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      provider: 'awskms',
      credentials: { access_key: 'AKIA', more: ['x'] },
    });
  });

  test('lists with GET and ?list=true; nothing there is an empty list', async () => {
    const { connection, seen } = await start([
      { status: 200, json: { data: { keys: ['a', 'b'] } } },
      { status: 404, json: { errors: [] } },
    ]);
    expect(await connection.list(at)).toEqual(['a', 'b']);
    expect(await connection.list(at)).toEqual([]);
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v1/keymgmt/kms/aws?list=true',
      'GET /v1/keymgmt/kms/aws?list=true',
    ]);
  });

  test('404 is null for a read, no error for a delete, and an error for a write', async () => {
    const { connection } = await start([{ status: 404, json: { errors: [] } }]);
    expect(await connection.get(at)).toBeNull();
    await connection.delete(at);
    expect(await failed(connection.put(at, {}))).toMatchObject({ code: 'not_found', status: 404 });
  });

  test('tells Vault the newest state that it has seen, which a standby may lag behind', async () => {
    const state = (local: number) => Buffer.from(`v1:cluster:${local}:0:hmac`).toString('base64');
    const wrote = (index: string): Reply => ({ status: 204, headers: { 'x-vault-index': index } });
    const { connection, seen } = await start([
      wrote(state(12)),
      wrote(state(9)),
      wrote('nonsense'),
      { status: 412, json: { errors: ['required index state not present'] } },
      ok,
    ]);
    for (let write = 0; write < 3; write++) await connection.put(at, {});
    expect(await connection.get(at)).toEqual({ name: 'aws' });
    const told = seen.map(({ headers }) => headers['x-vault-index']);
    expect(told).toEqual([undefined, state(12), state(12), state(12), state(12)]);
  });

  test('never opens more connections than max_concurrency, and keeps them', async () => {
    const slowly: Reply = (response) =>
      void setTimeout(
        () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{}}'),
        15,
      );
    const { connection, seen, mostConnections } = await start([slowly], { max_concurrency: 3 });
    await Promise.all(Array.from({ length: 12 }, () => connection.get(at)));
    expect(seen).toHaveLength(12);
    expect(mostConnections()).toBe(3);
  });
});

describe('what passes is tried again', () => {
  test.each([412, 429, 472, 473, 500, 502, 503])('%i', async (status) => {
    const { connection, seen, lines } = await start([{ status, json: { errors: ['busy'] } }, ok]);
    expect(await connection.get(at)).toEqual({ name: 'aws' });
    expect(seen).toHaveLength(2);
    expect(lines).toEqual([
      expect.stringMatching(
        new RegExp(
          `^info: GET keymgmt/kms/aws: Vault answered ${status}: "busy"; retrying in 0.0 s \\(attempt 1 of 4`,
        ),
      ),
    ]);
  });

  test('a dropped connection, and one that stalls', async () => {
    const { connection, seen } = await start([drop, stall, ok], { request_timeout: 100 });
    expect(await connection.get(at)).toEqual({ name: 'aws' });
    expect(seen).toHaveLength(3);
  });
});
