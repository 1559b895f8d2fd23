import type { LimitFunction } from 'p-limit';
import type { Log } from '../model/effects.ts';
import type { VaultError } from '../vault/errors.ts';

/**
 * Slows down where AWS throttles: KMS takes only a few CreateKey and one GetParametersForImport a second for
 * the whole account, so many distributions at once are refused. Vault hands AWS's refusal on, and the connection
 * tries again for as long as it takes; each refusal halves how many steps are under way at once from then on.
 *
 * @returns told of each failed try
 */
export function slowDown(limit: LimitFunction, log: Log): (error: VaultError) => void {
  return ({ code, asked }) => {
    if (code !== 'aws_throttled' || limit.concurrency === 1) return;
    limit.concurrency = Math.floor(limit.concurrency / 2);
    log.info(`${asked.place}: AWS throttles, so from now on ${limit.concurrency} step(s) at once`);
  };
}
