import type { Clock } from '../../src/model/effects.ts';

/** A clock that stands still until it is advanced. */
export interface VirtualClock extends Clock {
  advance(ms: number): void;
  /** Lets everything run that does not wait for the clock. */
  settle(): Promise<void>;
  /** The milliseconds of every sleep so far. */
  readonly sleeps: readonly number[];
}

export function virtualClock(): VirtualClock {
  let now = 0;
  const sleeps: number[] = [];
  const sleeping = new Set<{ until: number; wake: () => void }>();
  return {
    sleeps,
    now: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleeps.push(ms);
        sleeping.add({ until: now + ms, wake: resolve });
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
    advance(ms) {
      now += ms;
      for (const sleeper of sleeping) {
        if (sleeper.until > now) continue;
        sleeping.delete(sleeper);
        sleeper.wake();
      }
    },
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}
