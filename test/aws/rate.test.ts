import { describe, expect, test } from '@jest/globals';
import { createRateLimiter } from '../../src/aws/rate-limiter.ts';
import { fakeClock } from '../verify/support/clock.ts';

const start = '2026-01-01T00:00:00.000Z';

/** Calls as fast as the limiter lets them, one after the other; gives back when each went out, in milliseconds. */
async function calls(count: number, operation: string, share = 0.5) {
  const clock = fakeClock(start);
  const limiter = createRateLimiter(share, clock);
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    await limiter.take(operation);
    times.push(clock.now().getTime() - Date.parse(start));
  }
  return { times, limiter, clock };
}

describe('the shared rate', () => {
  test('stays below its share of the quota, after a burst of half a second', async () => {
    const { times } = await calls(3000, 'DescribeKey');
    for (let second = 0; second < 2; second++) {
      const within = times.filter((time) => time >= second * 1000 && time < (second + 1) * 1000).length;
      expect(within).toBeLessThanOrEqual(1501);
    }
    expect(times.at(-1)).toBeGreaterThan(2400);
  });

  test('lets a handful of calls to a slow operation out at once', async () => {
    expect((await calls(5, 'SimulatePrincipalPolicy')).times).toEqual([0, 0, 0, 0, 0]);
    expect((await calls(7, 'SimulatePrincipalPolicy')).times.at(-1)).toBe(400);
  });

  test('does not slow down what has no quota', async () => {
    expect((await calls(1000, 'AssumeRole')).times.at(-1)).toBe(0);
  });

  test('falls when AWS throttles, once for calls that went out together, and recovers when it does not', async () => {
    const { limiter, clock } = await calls(1, 'ListKeyRotations');
    const spacing = async () => {
      for (let index = 0; index < 40; index++) await limiter.take('ListKeyRotations');
      const before = clock.now().getTime();
      for (let index = 0; index < 10; index++) await limiter.take('ListKeyRotations');
      return (clock.now().getTime() - before) / 10;
    };
    const goThrough = async (count: number, over: number) => {
      for (let index = 0; index < count; index++) {
        clock.advance(over / count);
        limiter.succeeded('ListKeyRotations');
      }
    };
    await goThrough(50, 1_000);
    for (let index = 0; index < 20; index++) limiter.throttled('ListKeyRotations');
    expect(await spacing()).toBeCloseTo(40, 0);
    clock.advance(2_000);
    await goThrough(5, 500);
    limiter.throttled('ListKeyRotations');
    expect(await spacing()).toBeGreaterThan(75);
    await goThrough(500, 5_000);
    expect(await spacing()).toBeCloseTo(20, 0);
  });
});
