import type { Env } from '../../model/effects.ts';
import { RunError } from '../../model/errors.ts';
import { Secret } from '../../model/secret.ts';
import { RequestAborted, withTimeout } from '../http/abort.ts';
import { whatFailed } from '../http/connection-error.ts';
import { parse } from '../http/error-response.ts';
import type { Route } from '../http/routes.ts';
import { routes } from '../http/routes.ts';
import type { LoginEffects } from './login-method.ts';

/** Times are in milliseconds. */
export interface OidcLimits {
  /** How many failures of one kind end the request. Dropped connections are one kind, everything else the other. */
  readonly tries: number;
  readonly each: number;
  readonly all: number;
  /** Before another try. */
  readonly delay: number;
}

/**
 * `@actions/core` waits three minutes for a stalled request, and does not repeat a dropped one.
 *
 * Source: https://github.com/actions/toolkit/blob/main/packages/http-client/src/index.ts
 */
export const defaultOidcLimits: OidcLimits = { tries: 3, each: 10_000, all: 40_000, delay: 500 };

const noTls = { ca: null, cert: null, key: null, server_name: null, skip_verify: false };

/**
 * The JSON Web Token that GitHub signs for this job.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 *
 * @param audience its `aud`; empty for GitHub's default, the owner's URL
 * @throws RunError `no_id_token`, with what the endpoint answered
 */
export async function runnerToken(
  audience: string,
  { clock, env, log, signal }: Omit<LoginEffects, 'mask'>,
  limits: OidcLimits = defaultOidcLimits,
): Promise<Secret> {
  const url = new URL(env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
  if (audience !== '') url.searchParams.set('audience', audience);
  const connections = routes(noTls, 1, env);
  const deadline = clock.now().getTime() + limits.all;
  const failures = { dropped: 0, answered: 0 };
  try {
    for (;;) {
      const left = deadline - clock.now().getTime();
      const outcome = await ask(url, connections.to(url), env, Math.min(limits.each, left), signal);
      if (outcome instanceof Secret) return outcome;
      const count = ++failures[outcome.kind];
      const isLast =
        outcome.final || count >= limits.tries || clock.now().getTime() + limits.delay >= deadline;
      if (isLast || signal.aborted) throw noIdToken(url, outcome.message);
      log.info(`The runner's OIDC endpoint ${url.host}: ${outcome.message}; trying again`);
      await clock.sleep(limits.delay, signal);
    }
  } finally {
    await connections.close();
  }
}

interface Failure {
  readonly kind: 'dropped' | 'answered';
  readonly message: string;
  /** Another attempt would end the same way. */
  readonly final: boolean;
}

async function ask(
  url: URL,
  route: Route,
  env: Env,
  ms: number,
  signal: AbortSignal,
): Promise<Secret | Failure> {
  const slow = new RequestAborted('REQUEST_TIMEOUT', `no answer within ${ms / 1_000} s`);
  try {
    return await withTimeout(ms, slow, signal, async (end) => {
      const { status, text } = await route.send({
        method: 'GET',
        url,
        headers: {
          authorization: `Bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`,
          accept: 'application/json',
        },
        body: null,
        signal: end,
      });
      return read(status, text);
    });
  } catch (error) {
    const { code, message } = whatFailed(error);
    return { kind: code === 'REQUEST_TIMEOUT' ? 'answered' : 'dropped', message, final: false };
  }
}

function read(status: number, text: string): Secret | Failure {
  const answer = parse(text);
  const value = typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : null;
  if (status === 200 && typeof value === 'string' && value !== '') return new Secret(value);
  const words = status === 200 ? 'no token in the answer' : text.trim().slice(0, 300);
  const final = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return { kind: 'answered', message: `answered ${status}: ${words}`, final };
}

function noIdToken(url: URL, message: string): RunError {
  return new RunError(
    'no_id_token',
    `GitHub's OIDC endpoint ${url.host} gave no token for this job: ${message}`,
    'Run the job again; https://www.githubstatus.com lists outages. Behind a proxy or firewall, allow the runner to reach this host.',
  );
}
