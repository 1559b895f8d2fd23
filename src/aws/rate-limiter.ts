import type { Clock } from '../model/effects.ts';

/**
 * The default request quotas of KMS per second, account and region. They count the calls of every principal, Vault
 * included.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
const quotas: Readonly<Record<string, number>> = {
  DescribeKey: 2000,
  GetPublicKey: 2000,
  GetKeyPolicy: 1000,
  ListAliases: 500,
  ListKeys: 500,
  ListResourceTags: 2000,
  GetKeyLastUsage: 5,
  ListKeyRotations: 100,
  ListGrants: 100,
  // IAM publishes no number; users report throttling after some 180 calls in one burst.
  SimulatePrincipalPolicy: 10,
  LookupEvents: 2,
  // Lambda allows ten times the account's concurrency, which differs by account.
  Invoke: 20,
};

/** Calls that may go out at once after a pause, in seconds of the rate. */
const burst = 0.5;

/** The smallest such burst, so that a few calls of a slow operation do not wait for each other. */
const smallestBurst = 4;

/** Throttling within this time, in milliseconds, counts once: calls that went out together are throttled together. */
const window = 250;

/** The time over which successful calls are counted, in milliseconds. */
const sample = 1_000;

/** The lowest rate: one call in two seconds. */
const floor = 0.5;

/** Calls per second, by operation, shared by all clients of one account and region. */
export interface RateLimiter {
  /** Resolves when the next call of the operation may go out. */
  take(operation: string, signal?: AbortSignal): Promise<void>;
  /** Lowers the rate after throttling: to at most half, and to what succeeded. */
  throttled(operation: string): void;
  /** Raises the rate a little after a success, up to the operation's share. */
  succeeded(operation: string): void;
}

interface Lane {
  readonly ceiling: number;
  rate: number;
  /** When the rate was lowered last, in milliseconds. */
  lowered: number;
  /** Successful calls since then, or since the sample began. */
  done: number;
  since: number;
  /** When the next call may go out, in milliseconds. */
  next: number;
}

/**
 * @param share of AWS's quotas to use, more than 0 and at most 1; the rest is left to Vault and others
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
      // Timers have a resolution of a millisecond: a shorter wait would only slow fast operations down.
      if (at - now >= 1) await clock.sleep(at - now, signal);
    },
    throttled(operation) {
      const lane = laneOf(operation);
      const now = clock.now().getTime();
      if (lane === null || now - lane.lowered < window) return;
      // Successful calls show what AWS grants; one sample may be too low, so the rate falls to an eighth at most.
      const granted = (lane.done / Math.max(1, now - lane.since)) * 1000;
      lane.rate = Math.max(floor, lane.rate / 8, Math.min(lane.rate / 2, granted));
      Object.assign(lane, { lowered: now, done: 0, since: now });
      // No burst right after throttling.
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
