import type { LimitFunction } from 'p-limit';
import type { Clock, Log } from '../model/effects.ts';
import type { VaultError } from '../vault/http/vault-error.ts';

/** Milliseconds within which refusals are one burst's, and slow down once. */
const burst = 1_000;

/**
 * Slows down where AWS throttles: KMS takes only a few CreateKey and one GetParametersForImport a second for
 * the whole account, so many distributions at once are refused. Vault hands AWS's refusal on, and the connection
 * tries again for as long as it takes; each burst of refusals halves how many steps are under way at once from
 * then on.
 *
 * @returns told of each failed try
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
    log.info(`${request.path}: AWS throttles, so from now on ${limit.concurrency} step(s) at once`);
  };
}
