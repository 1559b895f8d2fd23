import type { Clock } from '../../model/effects.ts';

/** How often and how long apart a request is sent again. Times are in milliseconds. */
export interface RetryPolicy {
  /** Attempts in total. */
  readonly tries: number;
  /** Before the second attempt; doubled for each later one. */
  readonly first_delay: number;
  readonly longest_delay: number;
  /** How long writes in flight may continue after the run was cancelled. */
  readonly grace: number;
}

/** `grace`: a cancelled run has 7 s to publish its result and revoke its token, since GitHub kills it after 10 s. */
export const defaultRetryPolicy: RetryPolicy = {
  tries: 6,
  first_delay: 500,
  longest_delay: 8_000,
  grace: 4_000,
};

/**
 * Whether a failed request may be sent again.
 *
 * - `repeat`: it had no effect, and may be sent again;
 * - `uncertain`: it may have had an effect, so a write that is not idempotent is read back first;
 * - `final`: sending it again gives the same answer.
 */
export type RetryVerdict = 'repeat' | 'uncertain' | 'final';

/**
 * Statuses of requests that had no effect: 412 (a standby has not caught up), 425, 429 (rate limit), 472 and
 * 473 (standby).
 *
 * Source: https://developer.hashicorp.com/vault/api-docs#http-status-codes
 */
const withoutEffect: ReadonlySet<number> = new Set([412, 425, 429, 472, 473]);

export function verdictOnStatus(status: number): RetryVerdict {
  if (withoutEffect.has(status)) return 'repeat';
  return status === 408 || (status >= 500 && status !== 501) ? 'uncertain' : 'final';
}

/** Temporary failures to connect: nothing was sent. */
const noConnection: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'CONNECT_TIMEOUT',
]);

/** The connection was closed, or no answer arrived, after something was sent. */
const lost: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'REQUEST_TIMEOUT',
  'ANSWER_CUT_OFF',
]);

/** @param code of Node.js or OpenSSL; `CONNECT_TIMEOUT`, `REQUEST_TIMEOUT` and `ANSWER_CUT_OFF` for our own deadlines */
export function verdictOnCode(code: string): RetryVerdict {
  if (noConnection.has(code)) return 'repeat';
  return lost.has(code) || code.startsWith('HPE_') ? 'uncertain' : 'final';
}

/**
 * The delay before the next attempt: doubled each time, with jitter (half to all of it), so that many jobs do not return
 * at the same moment; never less than the server asked for.
 *
 * @param attempts how many there were
 * @param asked the `Retry-After` of the answer, or `null`
 */
export function delayBefore(attempts: number, asked: number | null, limits: RetryPolicy): number {
  const full = Math.min(limits.first_delay * 2 ** (attempts - 1), limits.longest_delay);
  return Math.max(Math.round(full * (0.5 + Math.random() / 2)), asked ?? 0);
}

/**
 * Milliseconds until the moment that a `Retry-After` header names, in seconds or as a date; `null` for none.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfter(header: string | null, clock: Clock): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - clock.now().getTime());
}
