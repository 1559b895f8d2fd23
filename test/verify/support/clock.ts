import type { Clock } from '../../../src/model/effects.ts';

/** A clock that moves only when somebody sleeps, or when it is told to. */
export function fakeClock(start: string): Clock & { advance(ms: number): void; slept: number[] } {
  let time = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(time),
    async sleep(ms) {
      slept.push(ms);
      time += ms;
    },
    advance(ms) {
      time += ms;
    },
  };
}
