import type { Clock, Log } from '../../model/effects.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { delayBefore } from './retry-policy.ts';
import type { WriteOptions } from './vault.ts';
import { VaultError } from './vault-error.ts';

export interface RetryEffects {
  readonly limits: RetryPolicy;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the run is cancelled: nothing is sent again. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch: nothing is sent again after it. */
  readonly deadline: number;
  readonly contact: Contact;
}

/** What the requests of one connection know of each other. */
interface Contact {
  /** Whether the server ever answered. */
  answered: boolean;
  /** The attempts without an answer that were logged: requests that fail together are logged once. */
  readonly logged: Set<string>;
}

/**
 * Sends a request until it gets a final answer; while AWS throttles Vault, until the run's deadline. A write whose answer
 * was lost is read back before it is sent again, and once more after the last attempt; so is one that Vault rejected.
 *
 * @param once one attempt, which tells the pace that it is sent; throws {@link VaultError} with its verdict
 * @returns the answer; `null` also when a read shows that a lost write took effect
 */
export async function sendWithRetry<T>(
  once: () => Promise<T>,
  { tookEffect, slow = false, pace, onResend = () => {} }: WriteOptions,
  effects: RetryEffects,
): Promise<T | null> {
  const { signal, contact } = effects;
  await pace?.ready();
  for (let attempts = 1; ; attempts++) {
    const outcome = await once().then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    contact.answered ||= 'answer' in outcome || (outcome.error as Partial<VaultError>).status != null;
    if ('answer' in outcome) {
      pace?.accepted();
      return outcome.answer;
    }
    const { error } = outcome;
    if (!(error instanceof VaultError) || signal.aborted) throw error;
    if (error.verdict === 'final') {
      if (await isDoneByOther(error, tookEffect, slow, effects)) return null;
      throw error;
    }
    const readBack = error.verdict === 'uncertain' ? tookEffect : undefined;
    const asked = pace?.failed(error) ?? null;
    if (slow && readBack !== undefined && continuesInVault(error))
      return await untilDone(error, readBack, effects);
    const last = attempts >= triesFor(error, effects) && !isThrottled(error);
    if (last && readBack === undefined) throw error;
    const delay = asked ?? delayBefore(attempts, error.retry_after, effects.limits);
    await pause(error, attempts, delay, last ? 'reading whether it took effect' : 'retrying', effects);
    if (readBack !== undefined && (await hasTakenEffect(error, readBack, effects))) {
      if (slow) effects.log.warning(`${error.request.method} ${error.request.path}: ${unproven}`);
      return null;
    }
    if (last) throw error;
    onResend(error);
  }
}

/** Attempts in total while the connection is refused and no request was ever answered: the address may be wrong. */
const firstContactTries = 3;

function triesFor({ code }: VaultError, { limits, contact }: RetryEffects): number {
  return code === 'connection_refused' && !contact.answered
    ? Math.min(firstContactTries, limits.tries)
    : limits.tries;
}

/** Statuses by which Vault rejects what a concurrent client may already have done. */
const rejections: ReadonlySet<number | null> = new Set([400, 404, 409]);

async function isDoneByOther(
  error: VaultError,
  readBack: (() => Promise<boolean>) | undefined,
  slow: boolean,
  { log }: RetryEffects,
): Promise<boolean> {
  if (readBack === undefined || !rejections.has(error.status)) return false;
  const done = await readBack().catch(() => false);
  const message = `${error.message}; what it asks for is there already, so the run continues`;
  if (done && slow) log.warning(`${message}. ${unproven}`);
  else if (done) log.info(message);
  return done;
}

/** What Vault records when AWS rejects a part of a write is not documented. */
const unproven =
  "This rests on Vault's record alone, which does not show whether AWS accepted every part of the write. Run verify.";

/** AWS throttled Vault's request: the work is not done, and may succeed once the quotas allow it. */
function isThrottled({ code }: VaultError): boolean {
  return code === 'aws_throttled';
}

/** Vault continues a request after its client, or a load balancer, stopped waiting. */
function continuesInVault({ code, status }: VaultError): boolean {
  return code === 'timeout' || status === 504;
}

async function untilDone(
  error: VaultError,
  readBack: () => Promise<boolean>,
  effects: RetryEffects,
): Promise<null> {
  effects.log.info(`${error.message}; Vault continues it, so the run waits for its effect`);
  for (let reads = 1; ; reads++) {
    await wait(delayBefore(reads, null, effects.limits), error, effects);
    if (await hasTakenEffect(error, readBack, effects)) return null;
  }
}

async function hasTakenEffect(
  error: VaultError,
  readBack: () => Promise<boolean>,
  { log }: RetryEffects,
): Promise<boolean> {
  const done = await readBack().catch((cause: unknown) => {
    throw error.with(`whether it took effect is unknown: ${(cause as Error).message}`, { cause });
  });
  if (done)
    log.info(`${error.request.method} ${error.request.path}: it took effect, only its answer was lost`);
  return done;
}

async function pause(
  error: VaultError,
  attempts: number,
  delay: number,
  next: string,
  effects: RetryEffects,
): Promise<void> {
  const { log, contact } = effects;
  const seconds = (delay / 1_000).toFixed(1);
  const of = isThrottled(error) ? '' : ` of ${triesFor(error, effects)}`;
  const { method, path } = error.request;
  const failure = `${attempts} ${error.message.replace(`${method} ${path}: `, '')}`;
  if (error.status !== null || contact.answered || !contact.logged.has(failure))
    log.info(`${error.message}; ${next} in ${seconds} s (attempt ${attempts}${of} failed)`);
  contact.logged.add(failure);
  await wait(delay, error, effects);
}

async function wait(
  delay: number,
  error: VaultError,
  { clock, signal, deadline }: RetryEffects,
): Promise<void> {
  if (clock.now().getTime() + delay >= deadline) {
    throw error.with('the `timeout` of the run leaves no time for another attempt');
  }
  await clock.sleep(delay, signal).catch(() => {
    throw error.with('the run was cancelled before another attempt');
  });
}
