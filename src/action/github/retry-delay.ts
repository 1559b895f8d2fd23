/** An error of Octokit, as far as it says whether to try again. */
interface GitHubError {
  readonly status?: number;
  readonly message?: string;
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> };
}

/** How often a request is made at most. */
export const attempts = 4;
/** Waiting for longer than this is not worth a comment; milliseconds. */
export const retryBudget = 120_000;

/**
 * How long GitHub wants us to wait before the next attempt, in milliseconds; `null` when there should be none.
 *
 * Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 *
 * @param attempt counts from 1
 */
export function retryDelay(error: unknown, attempt: number, now: Date): number | null {
  const { status = 0, message = '', response } = error as GitHubError;
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
