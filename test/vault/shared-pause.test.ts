import { afterEach, expect, test } from '@jest/globals';
import { connect } from '../../src/vault/http/connect.ts';
import { SharedPause } from '../../src/vault/http/shared-pause.ts';
import { VaultError } from '../../src/vault/http/vault-error.ts';
import { virtualClock } from '../apply/virtual-clock.ts';
import { keptLog, noTls, quick } from './support/run.ts';
import { type Listening, serve } from './support/server.ts';
import { failed } from './support/start.ts';

let server: Listening;
afterEach(() => server.close());

const at = { namespace: '', path: ['keymgmt', 'key', 'db'] };
const busy = { status: 429, json: { errors: ['quota'] }, headers: { 'retry-after': '7' } };
const ok = { status: 200, json: { data: { name: 'db' } } };

async function open(timeout: number) {
  server = await serve([busy, ok]);
  const clock = virtualClock();
  const settings = { url: server.url, namespace: '', extra_headers: {}, tls: noTls, user_agent: 'test/1' };
  const limits = { request_timeout: 2_000, timeout, max_concurrency: 4 };
  const effects = { clock, log: keptLog(), env: {}, signal: new AbortController().signal };
  return { clock, connection: connect({ ...settings, ...limits }, effects, quick) };
}

/** Waits until so many requests sleep. */
async function asleep(clock: ReturnType<typeof virtualClock>, count: number): Promise<void> {
  while (clock.sleeps.length < count) await clock.settle();
}

test('Retry-After holds back every request, not only the one that got it', async () => {
  const { clock, connection } = await open(60_000);
  const first = connection.get(at);
  await asleep(clock, 1);
  const others = [connection.get(at), connection.put(at, {})];
  await asleep(clock, 3);
  expect(server.seen).toHaveLength(1);
  expect(Math.min(...clock.sleeps)).toBe(7_000);
  clock.advance(7_000 + quick.first_delay);
  expect(await Promise.all([first, ...others])).toEqual(new Array(3).fill({ name: 'db' }));
  expect(server.seen).toHaveLength(4);
  await connection.close();
});

test('a pause beyond the timeout of the run ends the other requests at once', async () => {
  const { clock, connection } = await open(5_000);
  expect(await failed(connection.get(at))).toMatchObject({ code: 'rate_limited' });
  const error = await failed(connection.get(at));
  expect(error).toMatchObject({ code: 'run_timeout' });
  expect(error.message).toContain('Retry-After');
  expect([server.seen.length, clock.sleeps.length]).toEqual([1, 0]);
  await connection.close();
});

test('only answers of an overloaded Vault pause the others', () => {
  const pause = new SharedPause();
  const request = { method: 'GET', path: 'x' };
  const answer = (status: number, retry_after: number | null) =>
    new VaultError('unavailable', request, '', '', { status, retry_after });
  pause.note(answer(412, 9_000), 0);
  pause.note(answer(429, null), 0);
  expect(pause.left(0, 0)).toBe(0);
  pause.note(answer(503, 3_000), 0);
  pause.note(answer(429, 1_000), 0);
  expect([pause.left(0, 0), pause.left(2_999, 0), pause.left(3_000, 0)]).toEqual([3_000, 1, 0]);
});
