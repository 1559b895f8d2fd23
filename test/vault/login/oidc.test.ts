import { afterEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/effects/clock.ts';
import { defaultOidcLimits, type OidcLimits, runnerToken } from '../../../src/vault/login/oidc.ts';
import { keptLog } from '../support/run.ts';
import { drop, type Reply, stall } from '../support/server.ts';
import { closeAll, start } from '../support/start.ts';

afterEach(closeAll);

const quick: OidcLimits = { tries: 3, each: 60, all: 1_000, delay: 5 };
const token: Reply = { status: 200, json: { count: 1, value: 'a.b.c' } };
const broken: Reply = { status: 500, text: 'no key to sign with' };

async function ask(replies: readonly Reply[], audience = '', limits = quick) {
  const { url, seen } = await start(replies);
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  };
  const log = keptLog();
  const effects = { clock: systemClock, env, log, signal: new AbortController().signal };
  const outcome = await runnerToken(audience, effects, limits).then(
    (secret) => secret.reveal(),
    (error: Error) => error,
  );
  return { outcome, seen, lines: log.lines, host: url.host };
}

test('asks for the audience, as the runner wants to be asked', async () => {
  const { outcome, seen } = await ask([token], 'https://vault.example.com');
  expect(outcome).toBe('a.b.c');
  expect(seen).toMatchObject([
    {
      method: 'GET',
      url: '/token?api-version=2.0&audience=https%3A%2F%2Fvault.example.com',
      headers: { authorization: 'Bearer request-token' },
    },
  ]);
  expect((await ask([token])).seen[0]?.url).toBe('/token?api-version=2.0');
});

test('two dropped connections and one that stalls are no reason to fail', async () => {
  const { outcome, seen, lines } = await ask([drop, drop, stall, token]);
  expect(outcome).toBe('a.b.c');
  expect(seen).toHaveLength(4);
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatch(/^info: The runner's OIDC endpoint .*: no answer within 0.06 s; trying again$/);
});

describe('an endpoint that always fails', () => {
  test.each<[string, Reply, string]>([
    ['with an answer', broken, 'answered 500: no key to sign with'],
    ['by dropping connections', drop, 'other side closed|ECONNRESET'],
    ['by stalling', stall, 'no answer within 0.06 s'],
    ['without a token', { status: 200, json: { count: 0 } }, 'answered 200: no token in the answer'],
  ])('%s is asked three times, and quoted', async (_case, reply, words) => {
    const { outcome, seen, host } = await ask([reply]);
    expect(outcome).toMatchObject({ code: 'no_id_token' });
    expect((outcome as Error).message).toMatch(
      new RegExp(`^GitHub's OIDC endpoint ${host} gave no token .*(${words})`),
    );
    expect(`${(outcome as Error).message}${(outcome as Error).stack}`).not.toContain('request-token');
    expect(seen).toHaveLength(3);
  });

  test('has only so much time in all', async () => {
    const { outcome, seen } = await ask([stall], '', { tries: 100, each: 60, all: 150, delay: 5 });
    expect(outcome).toMatchObject({ code: 'no_id_token' });
    expect(seen.length).toBeLessThanOrEqual(3);
  });

  test('with a refusal is not asked again', async () => {
    const { outcome, seen } = await ask([{ status: 403, text: 'nope' }]);
    expect((outcome as Error).message).toContain('answered 403: nope');
    expect(seen).toHaveLength(1);
  });
});

test('the limits are those that were promised', () => {
  expect(defaultOidcLimits).toMatchObject({ tries: 3, each: 10_000, all: 40_000 });
});
