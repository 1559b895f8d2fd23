import type { Clock } from '../model/effects.ts';

/**
 * KMS's default request quotas, a second, for an account and region; they count every principal's calls, Vault's
 * own included.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
const quotas: Readonly<Record<string, number>> = {
  DescribeKey: 2000,
  GetPublicKey: 2000,
  GetKeyPolicy: 1000,
  ListAliases: 500,
  ListKeys: 500,
  ListKeyRotations: 100,
  ListGrants: 100,
  // IAM publishes no number; its users saw throttling after some 180 calls in one burst.
  SimulatePrincipalPolicy: 10,
  LookupEvents: 2,
  // Lambda allows ten times as many as it runs at a time, and that number is the account's own.
  Invoke: 20,
};

/** Calls that may go out at once after a pause, in seconds' worth of the rate. */
const burst = 0.5;

/** At least so many, so that a handful of calls to a slow operation need not wait for each other. */
const smallestBurst = 4;

/** Calls that went out together are throttled together: for so many milliseconds they count as one. */
const window = 250;

/** What goes through is counted over so many milliseconds. */
const sample = 1_000;

/** A rate below which nothing falls, however often AWS says no: one call in two seconds. */
const floor = 0.5;

/** Calls a second, by operation, shared by everything that talks to one account and region. */
export interface RateLimiter {
  /** Resolves when the next call of the operation may go out. */
  take(operation: string, signal?: AbortSignal): Promise<void>;
  /** AWS throttled the operation: from now on at most half the rate, and no more than went through. */
  throttled(operation: string): void;
  /** The operation went through: a little faster again, up to its share. */
  succeeded(operation: string): void;
}

interface Lane {
  readonly ceiling: number;
  rate: number;
  /** When the rate was lowered last, in milliseconds. */
  lowered: number;
  /** What went through since then, or since the sample began. */
  done: number;
  since: number;
  /** When the next call may go out, in milliseconds. */
  next: number;
}

/**
 * @param share of AWS's quotas to use, more than 0 and at most 1; the rest is left to Vault and to everybody else
 */
export function createRateLimiter(share: number, clock: Clock): RateLimiter {
  const lanes = new Map<string, Lane>();
  const laneOf = (operation: string): Lane | null => {
    const quota = quotas[operation];
    if (quota === undefined) return null;
    const ceiling = quota * share;
    const lane = lanes.get(operation) ?? {
      ceiling,
      rate: ceiling,
      lowered: 0,
      done: 0,
      since: clock.now().getTime(),
      next: 0,
    };
    lanes.set(operation, lane);
    return lane;
  };
  return {
    async take(operation, signal) {
      const lane = laneOf(operation);
      if (lane === null) return;
      const now = clock.now().getTime();
      const spacing = 1000 / lane.rate;
      const saved = spacing * Math.max(smallestBurst, burst * lane.rate);
      lane.next = Math.max(lane.next, now - saved) + spacing;
      const at = lane.next - spacing;
      // A timer is no finer than a millisecond: a shorter wait would only slow the fast operations down.
      if (at - now >= 1) await clock.sleep(at - now, signal);
    },
    throttled(operation) {
      const lane = laneOf(operation);
      const now = clock.now().getTime();
      if (lane === null || now - lane.lowered < window) return;
      // What went through shows what AWS grants; an eighth at least, for a moment is not the whole truth.
      const granted = (lane.done / Math.max(1, now - lane.since)) * 1000;
      lane.rate = Math.max(floor, lane.rate / 8, Math.min(lane.rate / 2, granted));
      Object.assign(lane, { lowered: now, done: 0, since: now });
      // No burst until AWS has had a rest.
      lane.next = Math.max(lane.next, now + 1000 / lane.rate);
    },
    succeeded(operation) {
      const lane = laneOf(operation);
      if (lane === null) return;
      const now = clock.now().getTime();
      if (now - lane.since > sample) Object.assign(lane, { done: 0, since: now });
      lane.done++;
      const step = Math.max(lane.ceiling / 5000, lane.rate / 200);
      lane.rate = Math.min(lane.ceiling, lane.rate + step);
    },
  };
}
