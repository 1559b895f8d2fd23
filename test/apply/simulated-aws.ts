import { accept, end, newLimiter, reserve, start, throttle, waitToStart } from '../../src/apply/limiter.ts';

export interface Simulation {
  readonly writes: number;
  /** Accepted per second; a burst of one second's worth is accepted at once, as AWS does. */
  readonly quota: number;
  /** Milliseconds that a write takes, give or take a quarter. */
  readonly latency: number;
  readonly seed: number;
  /** What other clients of the account send, per second. */
  readonly others?: number;
}

export interface Simulated {
  readonly seconds: number;
  /** Calls that AWS throttled. */
  readonly throttled: number;
}

/** AWS's SDK sends a throttled call again after up to half a second, then after up to a second, and then gives up. */
const sdkTries = 3;
const sdkDelay = 500;

/** Writes to a simulated Vault and AWS, in simulated time. */
export function simulateWrites({ writes, quota, latency, seed, others = 0 }: Simulation): Simulated {
  const random = randomFrom(seed);
  const events: { at: number; run: () => void }[] = [];
  let now = 0;
  let bucket = { tokens: Math.max(1, quota), at: 0 };
  let limiter = newLimiter({ first: 3, max: 64, by_rate: true });
  let waiting = writes;
  let done = 0;
  let throttled = 0;
  const after = (ms: number, run: () => void) => events.push({ at: now + ms, run });

  const isAccepted = () => {
    const tokens = Math.min(Math.max(1, quota), bucket.tokens + ((now - bucket.at) / 1_000) * quota);
    bucket = { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now };
    return tokens >= 1;
  };
  const write = () => {
    const sent = now;
    const call = (tries: number) => {
      if (isAccepted()) {
        after(latency * (0.75 + random() / 2), () => {
          limiter = end(accept(limiter, { sent, now }), now);
          done += 1;
          startMore();
        });
        return;
      }
      throttled += 1;
      if (tries < sdkTries) after(random() * 2 ** (tries - 1) * sdkDelay, () => call(tries + 1));
      else after(latency / 2, giveUp);
    };
    const giveUp = () => {
      const { limiter: reserved, at } = reserve(throttle(limiter, { sent, now }), now);
      limiter = reserved;
      after(at - now, write);
      startMore();
    };
    after(latency / 4, () => call(1));
  };
  const startMore = () => {
    while (waiting > 0) {
      const wait = waitToStart(limiter, now);
      if (wait > 0) {
        if (Number.isFinite(wait)) after(wait, startMore);
        return;
      }
      limiter = start(limiter, now);
      waiting -= 1;
      write();
    }
  };
  const useByOthers = () => {
    isAccepted();
    after(1_000 / others, useByOthers);
  };
  if (others > 0) after(500, useByOthers);
  startMore();
  while (done < writes) {
    events.sort((a, b) => a.at - b.at);
    const { at, run } = events.shift()!;
    now = at;
    run();
  }
  return { seconds: now / 1_000, throttled };
}

/** Numbers from 0 to 1, the same ones for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
