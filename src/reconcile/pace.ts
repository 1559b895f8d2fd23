import type { LimitFunction } from 'p-limit';
import type { Clock, Log } from '../model/effects.ts';
import type { Step } from '../model/plan.ts';
import { VaultError } from '../vault/errors.ts';

/** Waits before each further try of a step that AWS throttled, in milliseconds. */
const waits = [2_000, 4_000, 8_000, 16_000, 30_000, 30_000] as const;

/**
 * Slows down where AWS throttles: KMS takes only a few CreateKey and one GetParametersForImport a second for
 * the whole account, so many distributions at once are refused. Vault hands AWS's refusal on; the step is then
 * tried again after a pause, with half as many steps at once from then on.
 */
export function pacer(
  limit: LimitFunction,
  { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal },
): (step: Step, work: () => Promise<void>) => Promise<void> {
  return async (step, work) => {
    for (const wait of waits) {
      try {
        return await work();
      } catch (error) {
        if (!isThrottle(error)) throw error;
        limit.concurrency = Math.max(1, Math.floor(limit.concurrency / 2));
        log.info(`${step.id}: AWS throttles; again in ${wait / 1000} s, ${limit.concurrency} steps at once`);
        await clock.sleep(wait, signal);
      }
    }
    return work();
  };
}

/** AWS's names for a throttle, as they stand in the error that Vault hands on. */
function isThrottle(error: unknown): boolean {
  return (
    error instanceof VaultError &&
    /ThrottlingException|TooManyRequests|RequestLimitExceeded|rate exceeded/i.test(error.message)
  );
}
