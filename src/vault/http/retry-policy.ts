import type { Clock } from '../../model/effects.ts';

/** How often, and how long apart, a request is repeated. Times are in milliseconds. */
export interface RetryPolicy {
  /** Tries in all. */
  readonly tries: number;
  /** Before the second try; doubled for each one after. */
  readonly first_delay: number;
  readonly longest_delay: number;
  /** For how long writes in flight may go on after the run was cancelled. */
  readonly grace: number;
}

/** A cancelled job is killed 7.5 s after SIGINT, which is where `grace` comes from. */
export const defaultRetryPolicy: RetryPolicy = {
  tries: 6,
  first_delay: 500,
  longest_delay: 8_000,
  grace: 7_000,
};

/**
 * What a failure says about a request.
 *
 * - `repeat`: it was not carried out, and may be sent again;
 * - `uncertain`: it may have been carried out, so a write that is not idempotent must be looked for first;
 * - `final`: sending it again changes nothing.
 */
export type RetryVerdict = 'repeat' | 'uncertain' | 'final';

/**
 * Statuses before the request was carried out: 412 (a standby has not caught up), 425, 429 (rate limit), 472 and
 * 473 (standby).
 *
 * Source: https://developer.hashicorp.com/vault/api-docs#http-status-codes
 */
const notCarriedOut: ReadonlySet<number> = new Set([412, 425, 429, 472, 473]);

export function verdictOnStatus(status: number): RetryVerdict {
  if (notCarriedOut.has(status)) return 'repeat';
  return status >= 500 && status !== 501 ? 'uncertain' : 'final';
}

/** Failures to connect that may pass: nothing was sent. */
const noConnection: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A connection that ended, or an answer that did not come, after something was sent. */
const lost: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'REQUEST_TIMEOUT',
]);

/** @param code as Node.js, OpenSSL or undici give it; `REQUEST_TIMEOUT` for our own deadline of one request */
export function verdictOnCode(code: string): RetryVerdict {
  if (noConnection.has(code)) return 'repeat';
  return lost.has(code) || code.startsWith('HPE_') ? 'uncertain' : 'final';
}

/**
 * The wait before the next try: doubled each time, with jitter (half to all of it), so that many jobs do not
 * come back at one moment; never less than the server asked for.
 *
 * @param tried how many tries there were
 * @param asked what `Retry-After` says, or `null`
 */
export function delayBefore(tried: number, asked: number | null, limits: RetryPolicy): number {
  const full = Math.min(limits.first_delay * 2 ** (tried - 1), limits.longest_delay);
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
