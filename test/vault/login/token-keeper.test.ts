import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import type { Session } from '../../../src/vault/login/login.ts';
import { TokenKeeper } from '../../../src/vault/login/token-keeper.ts';
import { keptLog } from '../support/run.ts';
import type { Reply } from '../support/server.ts';
import { closeAll, failed, start } from '../support/start.ts';

afterEach(closeAll);

const at = { namespace: '', path: ['keymgmt', 'key', 'a'] };
const key: Reply = { status: 200, json: { data: { name: 'a' } } };
const denied: Reply = { status: 403, json: { errors: ['permission denied'] } };
const renewed = (lease_duration: number): Reply => ({
  status: 200,
  json: { auth: { client_token: 'hvs.first', lease_duration, renewable: true } },
});

/** A session with a token of 90 s, a server with these replies, and a clock that the test turns. */
async function session(
  replies: readonly Reply[],
  changes: Partial<Session> = {},
  logInAgain: (() => Promise<Session>) | null = null,
) {
  const server = await start(replies, { max_concurrency: 1 });
  let now = Date.parse('2026-01-01T00:00:00Z');
  const log = keptLog();
  const first: Session = {
    token: new Secret('hvs.first'),
    accessor: 'acc-1',
    namespace: 'admin',
    ours: true,
    expires: new Date(now + 90_000),
    renewable: true,
    uses: null,
    ...changes,
  };
  const clock = { now: () => new Date(now), sleep: async () => {} };
  const keeper = new TokenKeeper(first, { connection: server.connection, clock, log, logInAgain });
  return {
    ...server,
    keeper,
    first,
    log: log.lines,
    vault: server.connection.with({ token: keeper }),
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
  };
}

describe('the token of a run', () => {
  test('is renewed once, in its own namespace, when a third of its life is left', async () => {
    const { vault, seen, pass } = await session([key, renewed(90), key]);
    await vault.get(at);
    pass(61);
    await Promise.all([vault.get(at), vault.get(at), vault.get(at)]);
    pass(59);
    await vault.get(at);
    expect(seen.map(({ url }) => url.slice(4))).toEqual([
      'keymgmt/key/a',
      'auth/token/renew-self',
      ...new Array(4).fill('keymgmt/key/a'),
    ]);
    expect(seen[1]?.headers).toMatchObject({ 'x-vault-token': 'hvs.first', 'x-vault-namespace': 'admin' });
  });

  test('that cannot be renewed any more is replaced by a new login', async () => {
    const second = {
      token: new Secret('hvs.second'),
      accessor: 'acc-2',
      namespace: '',
      ours: true,
      renewable: false,
      expires: new Date('2026-01-01T01:00:00Z'),
      uses: null,
    };
    const { vault, seen, pass } = await session([renewed(5), key], {}, async () => second);
    pass(80);
    await vault.get(at);
    expect(seen.map(({ headers }) => headers['x-vault-token'])).toEqual(['hvs.first', 'hvs.second']);
  });

  test('that ended says so, and when', async () => {
    const { vault, pass } = await session([denied], { renewable: false });
    pass(91);
    expect(await failed(vault.get(at))).toMatchObject({
      code: 'token_invalid',
      message: expect.stringContaining('the token ended at 2026-01-01T00:01:30.000Z'),
      remedy: expect.stringContaining('token_max_ttl'),
    });
  });

  test('that is still valid leaves a denial as it is', async () => {
    const { vault } = await session([denied, { status: 200, json: { data: { capabilities: ['read'] } } }]);
    expect(await failed(vault.put(at, {}))).toMatchObject({ code: 'permission_denied' });
  });

  test('is used until it ends when a new login fails, which is a warning', async () => {
    const again = () => Promise.reject(new Error('the role is gone'));
    const { vault, pass, log } = await session([key], { renewable: false }, again);
    pass(80);
    await vault.get(at);
    expect(log).toEqual(['warning: The token ends soon, and logging in again failed: the role is gone']);
  });

  test('counts its uses, and says when it ends only where it cannot be renewed or replaced', async () => {
    const { vault, keeper, first } = await session([key], { uses: 3, renewable: false });
    await vault.get(at);
    await vault.get(at);
    expect(keeper.usesLeft()).toBe(1);
    expect(keeper.ends()).toEqual(first.expires);
    expect((await session([], {})).keeper.ends()).toBeNull();
    expect((await session([], {})).keeper.usesLeft()).toBeNull();
  });

  test('that does not expire is never renewed', async () => {
    const { vault, seen, pass } = await session([key], { expires: null });
    pass(100_000);
    await vault.get(at);
    expect(seen).toHaveLength(1);
  });
});
