import type { LimitFunction } from 'p-limit';
import type { Clock, Log } from '../model/effects.ts';
import type { VaultError } from '../vault/http/vault-error.ts';

/** Throttled answers within so many milliseconds are one burst, and reduce the concurrency once. */
const burst = 1_000;

/**
 * Reduces the concurrency when AWS throttles. KMS accepts only a few CreateKey and one GetParametersForImport per second
 * and account, so it throttles many distributions at once. Vault passes the throttling on, and the connection retries
 * until the run's deadline; each burst halves the number of concurrent steps.
 *
 * @returns called with the error of each failed attempt
 */
export function reduceConcurrency(
  limit: LimitFunction,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): (error: VaultError) => void {
  let slowed = Number.NEGATIVE_INFINITY;
  return ({ code, request }) => {
    const now = clock.now().getTime();
    if (code !== 'aws_throttled' || limit.concurrency === 1 || now - slowed < burst) return;
    slowed = now;
    limit.concurrency = Math.floor(limit.concurrency / 2);
    log.info(`${request.path}: AWS throttles; continuing with ${limit.concurrency} concurrent step(s)`);
  };
}
