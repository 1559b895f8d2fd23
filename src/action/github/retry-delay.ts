import { UnusableAnswer } from './answers.ts';

/** The parts of an Octokit error that decide about a retry. */
interface GitHubError {
  readonly status?: number;
  readonly message?: string;
  readonly cause?: unknown;
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> };
}

/** The most attempts for one request. */
export const attempts = 4;
/** The longest time for all attempts together; milliseconds. */
export const retryBudget = 60_000;

/**
 * How long to wait before the next attempt, in milliseconds; `null` for an error that is not retried.
 *
 * Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 *
 * @param attempt counts from 1
 */
export function retryDelay(error: unknown, attempt: number, now: Date): number | null {
  const { status = 0, message = '', response, cause = error } = error as GitHubError;
  if (cause instanceof UnusableAnswer) return null;
  const header = (name: string) => {
    const value = response?.headers?.[name];
    return value === undefined || value === '' || Number.isNaN(Number(value)) ? null : Number(value);
  };
  const backoff = 500 * 2 ** (attempt - 1);
  const after = header('retry-after');
  if (status === 403 || status === 429) {
    if (after !== null) return after * 1000;
    const reset = header('x-ratelimit-reset');
    if (header('x-ratelimit-remaining') === 0 && reset !== null)
      return Math.max(1000, reset * 1000 - now.getTime());
    return /secondary rate limit/i.test(message) || status === 429 ? 60_000 * attempt : null;
  }
  if (status >= 500) return after === null ? backoff : after * 1000;
  return null;
}
