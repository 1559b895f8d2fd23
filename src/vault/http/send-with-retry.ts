import type { Clock, Log } from '../../model/effects.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { delayBefore } from './retry-policy.ts';
import type { WriteOptions } from './vault.ts';
import { VaultError } from './vault-error.ts';

export interface RetryEffects {
  readonly limits: RetryPolicy;
  readonly clock: Clock;
  readonly log: Log;
  /** The run was cancelled: nothing is sent again. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch: nothing is sent again after it. */
  readonly deadline: number;
}

/**
 * Sends a request until it is answered for good; while AWS throttles Vault, for as long as the run may take. A
 * write whose answer was lost is looked for before it is sent again, and once more after the last try.
 *
 * @param once one try; throws {@link VaultError} with its verdict
 * @returns the answer; `null` also when a lost write turned out to have taken effect
 */
export async function sendWithRetry<T>(
  once: () => Promise<T>,
  { tookEffect, slow = false, onRetry = () => {} }: WriteOptions,
  persistence: RetryEffects,
): Promise<T | null> {
  const { limits, signal } = persistence;
  for (let tried = 1; ; tried++) {
    const outcome = await once().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    if ('answer' in outcome) return outcome.answer;
    const { error } = outcome;
    if (!(error instanceof VaultError) || error.verdict === 'final' || signal.aborted) throw error;
    const look = error.verdict === 'uncertain' ? tookEffect : undefined;
    if (slow && look !== undefined && goesOn(error)) return await untilDone(error, look, persistence);
    const last = tried >= limits.tries && !isThrottled(error);
    if (last && look === undefined) throw error;
    onRetry(error);
    await pause(error, tried, last ? 'looking whether it was done' : 'trying again', persistence);
    if (look !== undefined && (await found(error, look, persistence))) return null;
    if (last) throw error;
  }
}

/** AWS refused what Vault asked of it: the work is not done, and goes on when its quotas have filled up again. */
function isThrottled({ code }: VaultError): boolean {
  return code === 'aws_throttled';
}

/** Vault carries a request on after we gave up waiting, and after a load balancer did. */
function goesOn({ code, status }: VaultError): boolean {
  return code === 'timeout' || status === 504;
}

async function untilDone(
  error: VaultError,
  look: () => Promise<boolean>,
  persistence: RetryEffects,
): Promise<null> {
  persistence.log.info(`${error.message}; it goes on in Vault, so it is waited for`);
  for (let looked = 1; ; looked++) {
    await wait(delayBefore(looked, null, persistence.limits), error, persistence);
    if (await found(error, look, persistence)) return null;
  }
}

async function found(
  error: VaultError,
  look: () => Promise<boolean>,
  { log }: RetryEffects,
): Promise<boolean> {
  const done = await look().catch((cause: unknown) => {
    throw error.with(`whether it was carried out is unknown: ${(cause as Error).message}`, { cause });
  });
  if (done)
    log.info(`${error.request.method} ${error.request.path}: it was carried out, only its answer was lost`);
  return done;
}

async function pause(
  error: VaultError,
  tried: number,
  next: string,
  persistence: RetryEffects,
): Promise<void> {
  const { limits, log } = persistence;
  const delay = delayBefore(tried, error.retry_after, limits);
  const seconds = (delay / 1_000).toFixed(1);
  const of = isThrottled(error) ? '' : ` of ${limits.tries}`;
  log.info(`${error.message}; ${next} in ${seconds} s (try ${tried}${of} failed)`);
  await wait(delay, error, persistence);
}

async function wait(
  delay: number,
  error: VaultError,
  { clock, signal, deadline }: RetryEffects,
): Promise<void> {
  if (clock.now().getTime() + delay >= deadline) {
    throw error.with("there is no time left for more in this run's `timeout`");
  }
  await clock.sleep(delay, signal).catch(() => {
    throw error.with('the run was cancelled before another try');
  });
}
