import { getOctokit } from '@actions/github';
import { parseAnswer, userAnswer } from './answers.ts';
import type { GitHubEffects } from './github-effects.ts';
import { githubFetch } from './github-fetch.ts';
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
  readonly type?: string | undefined;
}

/**
 * Opens the repository of `GITHUB_REPOSITORY` on the server of `GITHUB_API_URL`, through the environment's proxy.
 *
 * @throws an error of Octokit when the server rejects the token
 */
export async function openRepository(token: string, effects: GitHubEffects): Promise<Repository> {
  const { env, log } = effects;
  const [owner = '', repo = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const baseUrl = env['GITHUB_API_URL'] || 'https://api.github.com';
  const octokit = getOctokit(token, {
    baseUrl,
    request: { fetch: githubFetch(new URL(baseUrl), effects) },
    log: { debug: log.debug, info: log.debug, warn: log.debug, error: log.debug },
  });
  const self = await selfOf(octokit);
  return {
    octokit,
    at: { owner, repo },
    isOurs: (author) => (self === null ? author?.type === 'Bot' : author?.login === self),
  };
}

/** The token's user; `null` for the token of an app, such as the job's own, which may not ask and writes as a bot. */
async function selfOf(octokit: ReturnType<typeof getOctokit>): Promise<string | null> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return parseAnswer(userAnswer, data, "the answer about the token's user").login;
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
