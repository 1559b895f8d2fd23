import { getOctokit } from '@actions/github';
import { Agent, fetch, type RequestInit } from 'undici';
import { proxyFor } from '../../effects/proxy.ts';
import { proxyDispatcher } from '../../effects/proxy-dispatcher.ts';
import type { Clock, Env, Log } from '../../model/effects.ts';
import { attempts, retryBudget, retryDelay } from './retry-delay.ts';

/** The repository that the workflow runs in, for its comments and issues. */
export interface Repository {
  readonly octokit: ReturnType<typeof getOctokit>;
  readonly at: { readonly owner: string; readonly repo: string };
  /** Whether the token's owner wrote something: what others write never counts as the action's, whatever marker it has. */
  isOurs(author: Author | null | undefined): boolean;
}

interface Author {
  readonly login: string;
  readonly type?: string;
}

export interface GitHubEffects {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** How long one request may take; milliseconds. */
const timeout = 30_000;

/**
 * Opens the repository of `GITHUB_REPOSITORY` on the server of `GITHUB_API_URL`, through the environment's proxy.
 *
 * @throws an error of Octokit when the server rejects the token
 */
export async function openRepository(
  token: string,
  { env, log, signal, clock }: GitHubEffects,
): Promise<Repository> {
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const baseUrl = env['GITHUB_API_URL'] || 'https://api.github.com';
  const octokit = getOctokit(token, {
    baseUrl,
    request: { fetch: fetchFrom(new URL(baseUrl), env) },
    log: { debug: log.debug, info: log.debug, warn: log.debug, error: log.debug },
  });
  octokit.hook.wrap('request', async (request, options) => {
    const started = clock.now().getTime();
    const line = (status: unknown) =>
      `GitHub: ${options.method} ${new URL(octokit.request.endpoint(options).url).pathname} → ${status} (${clock.now().getTime() - started} ms)`;
    options.request = { ...options.request, signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]) };
    try {
      const response = await request(options);
      log.debug(line(response.status));
      return response;
    } catch (error) {
      log.debug(line((error as { status?: number }).status ?? 'no answer'));
      throw error;
    }
  });
  const self = await selfOf(octokit);
  return {
    octokit,
    at: { owner, repo },
    isOurs: (author) => (self === null ? author?.type === 'Bot' : author?.login === self),
  };
}

/** A `fetch` through the environment's proxy, or directly. */
function fetchFrom(server: URL, env: Env) {
  const proxy = proxyFor(server, env);
  const dispatcher = proxy === null ? new Agent() : proxyDispatcher(proxy);
  return (url: string, options: RequestInit) => fetch(url, { ...options, dispatcher });
}

/** The token's user; `null` for the token of an app, such as the job's own, which may not ask and writes as a bot. */
async function selfOf(octokit: ReturnType<typeof getOctokit>): Promise<string | null> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return data.login;
  } catch (error) {
    const { status } = error as { status?: number };
    if (status === 404 || (status === 403 && retryDelay(error, 1, new Date(0)) === null)) return null;
    throw error;
  }
}

/**
 * Does work that is safe to repeat, and repeats it while GitHub limits requests or is unavailable, within the budget.
 *
 * @throws what the last attempt threw
 */
export async function sendWithRetryToGitHub<T>(
  work: () => Promise<T>,
  { clock, log, signal }: Omit<GitHubEffects, 'env'>,
): Promise<T> {
  const deadline = clock.now().getTime() + retryBudget;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const now = clock.now();
      const wait = retryDelay(error, attempt, now);
      if (wait === null || attempt === attempts || now.getTime() + wait > deadline || signal.aborted)
        throw error;
      log.info(`GitHub limits requests; retrying in ${Math.ceil(wait / 1000)} s.`);
      await clock.sleep(wait, signal);
    }
  }
}
