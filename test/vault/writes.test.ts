import { afterEach, describe, expect, test } from '@jest/globals';
import { drop, type Reply, stall } from './support/server.ts';
import { closeAll, failed, start } from './support/start.ts';

const at = { namespace: '', path: ['keymgmt', 'key', 'payments', 'rotate'] };
const done: Reply = { status: 204 };
const broken: Reply = { status: 500, json: { errors: ['internal error'] } };

afterEach(closeAll);

/** An answer to `tookEffect` that is counted. */
function effect(...answers: boolean[]) {
  const asked = { times: 0, tookEffect: async () => answers[asked.times++] ?? false };
  return asked;
}

describe('a write whose answer was lost', () => {
  test.each([
    ['5xx', broken],
    ['dropped', drop],
    ['not in time', stall],
  ])('%s: is not sent again when it took effect', async (_case, lost) => {
    const { connection, seen, lines } = await start([lost, done], { request_timeout: 100 });
    const asked = effect(true);
    expect(await connection.put(at, {}, asked)).toBeNull();
    expect(asked.times).toBe(1);
    expect(seen).toHaveLength(1);
    expect(lines.at(-1)).toBe(
      'info: PUT keymgmt/key/payments/rotate: it took effect, only its answer was lost',
    );
  });

  test('is sent again when it did not', async () => {
    const { connection, seen } = await start([drop, broken, done]);
    const asked = effect(false, false);
    await connection.put(at, {}, asked);
    expect(asked.times).toBe(2);
    expect(seen).toHaveLength(3);
  });

  test('is looked for after the last try too', async () => {
    const { connection, seen } = await start([broken]);
    await connection.put(at, {}, effect(false, false, false, true));
    expect(seen).toHaveLength(4);
    const error = await failed(connection.put(at, {}, effect()));
    expect(error).toMatchObject({ code: 'unavailable', status: 500, errors: ['internal error'] });
  });

  test('is simply repeated when it is idempotent', async () => {
    const { connection, seen } = await start([drop, broken, done]);
    await connection.put(at, {});
    expect(seen).toHaveLength(3);
  });

  test('is reported when it cannot be looked for', async () => {
    const { connection, seen } = await start([drop]);
    const tookEffect = () => Promise.reject(new Error('GET x: Vault answered 403'));
    const error = await failed(connection.put(at, {}, { tookEffect }));
    expect(error.message).toMatch(
      /^PUT keymgmt\/key\/payments\/rotate: no answer from .*; whether it took effect is unknown: GET x: Vault answered 403$/,
    );
    expect(seen).toHaveLength(1);
  });

  test('412 and 429 were not carried out, so nobody is asked', async () => {
    const { connection, seen } = await start([{ status: 412, json: {} }, { status: 429, json: {} }, done]);
    const asked = effect();
    await connection.put(at, {}, asked);
    expect(asked.times).toBe(0);
    expect(seen).toHaveLength(3);
  });
});

describe('a slow write', () => {
  test('is never sent again after a time-out: it is waited for', async () => {
    const { connection, seen, lines } = await start([stall], { request_timeout: 50 });
    const asked = effect(false, false, false, false, false, false, true);
    expect(await connection.put(at, {}, { ...asked, tookEffect: asked.tookEffect, slow: true })).toBeNull();
    expect(seen).toHaveLength(1);
    expect(lines[0]).toMatch(/none within 0.05 s.*; Vault continues it, so the run waits for its effect$/);
  });

  test('nor after a load balancer gave up', async () => {
    const { connection, seen } = await start([{ status: 504, text: '<html><title>504</title></html>' }]);
    await connection.put(at, {}, { ...effect(false, true), slow: true });
    expect(seen).toHaveLength(1);
  });

  test('is read back and sent again when the status of its answer arrived: Vault is done with it', async () => {
    const cutOff: Reply = (response) =>
      void response.writeHead(200, { 'content-length': 4000 }).write('{"data":');
    const { connection, seen, lines } = await start([cutOff, done], { request_timeout: 50, timeout: 60_000 });
    const asked = effect(false);
    await connection.put(at, {}, { ...asked, slow: true });
    expect(seen).toHaveLength(2);
    expect(lines[0]).toMatch(/status 200 arrived, its whole body did not.*; retrying in/);
  });

  test('is waited for when a gateway gave up in the middle of its answer', async () => {
    const cutOff: Reply = (response) =>
      void response.writeHead(504, { 'content-length': 4000 }).write('<html>');
    const { connection, seen } = await start([cutOff], { request_timeout: 50 });
    await connection.put(at, {}, { ...effect(false, true), slow: true });
    expect(seen).toHaveLength(1);
  });

  test('until the run has no time left', async () => {
    const { connection, seen } = await start([stall], { request_timeout: 50, timeout: 300 });
    const error = await failed(connection.put(at, {}, { ...effect(), slow: true }));
    expect(error.code).toBe('timeout');
    expect(error.message).toContain('the `timeout` of the run leaves no time for another attempt');
    expect(seen).toHaveLength(1);
  });
});

describe('deadlines', () => {
  test('of a request: the read is tried again, then fails with what to do', async () => {
    const { connection, seen } = await start([stall], { request_timeout: 30 });
    const error = await failed(connection.get(at));
    expect(error).toMatchObject({ code: 'timeout', remedy: expect.stringContaining('request_timeout') });
    expect(seen).toHaveLength(4);
  });

  test('of the run: it ends a request in flight, and nothing is sent after it', async () => {
    const { connection, seen } = await start([stall], { request_timeout: 5_000, timeout: 80 });
    expect(await failed(connection.get(at))).toMatchObject({ code: 'run_timeout' });
    expect(await failed(connection.put(at, {}))).toMatchObject({
      code: 'run_timeout',
      message: 'PUT keymgmt/key/payments/rotate: not sent: the `timeout` of the run has passed',
    });
    expect(seen).toHaveLength(1);
  });

  test('a date in Retry-After after the end of the run ends it at once', async () => {
    const late = new Date(Date.now() + 3_600_000).toUTCString();
    const busy = { status: 503, json: { errors: [] }, headers: { 'retry-after': late } };
    const { connection, seen } = await start([busy]);
    const error = await failed(connection.get(at));
    expect(error.message).toContain('leaves no time');
    expect(seen).toHaveLength(1);
  });
});

describe('a cancelled run', () => {
  const slowly =
    (ms: number): Reply =>
    (response) =>
      void setTimeout(() => response.writeHead(204).end(), ms);

  test('ends reads at once', async () => {
    const { connection, cancel } = await start([stall]);
    const read = failed(connection.get(at));
    setTimeout(cancel, 30);
    expect(await read).toMatchObject({ code: 'cancelled' });
  });

  test('lets writes in flight end, and begins nothing more', async () => {
    const { connection, cancel, seen } = await start([slowly(80)], { max_concurrency: 1 });
    const first = connection.put(at, {});
    const queued = failed(connection.put(at, { second: true }));
    setTimeout(cancel, 30);
    expect(await first).toBeNull();
    expect(await queued).toMatchObject({ code: 'cancelled' });
    expect(await failed(connection.get(at))).toMatchObject({
      code: 'cancelled',
      message: expect.stringContaining('not sent'),
    });
    expect(seen).toHaveLength(1);
  });

  test('but not for longer than the grace', async () => {
    const { connection, cancel } = await start([stall]);
    const write = failed(connection.put(at, {}));
    setTimeout(cancel, 30);
    expect(await write).toMatchObject({ code: 'cancelled' });
  });

  test('lets a login in flight end as well, so that its token can be revoked', async () => {
    const slowLogin: Reply = (response) =>
      void setTimeout(() => response.writeHead(200).end('{"auth": {"client_token": "s.new"}}'), 80);
    const { connection, cancel } = await start([slowLogin]);
    const auth = connection.authenticate({ namespace: '', path: ['auth/jwt/login'] }, {});
    setTimeout(cancel, 30);
    expect(await auth).toEqual({ client_token: 's.new' });
  });

  test('waits for no further try', async () => {
    const { connection, cancel, seen } = await start([
      { status: 503, json: {}, headers: { 'retry-after': '5' } },
    ]);
    const read = failed(connection.get(at));
    setTimeout(cancel, 60);
    expect((await read).message).toContain('the run was cancelled before another attempt');
    expect(seen).toHaveLength(1);
  });
});
