import { describe, expect, test } from '@jest/globals';
import {
  accept,
  end,
  type Limiter,
  newLimiter,
  overload,
  start,
  throttle,
  waitToStart,
} from '../../src/apply/limiter.ts';
import { simulateWrites } from './simulated-aws.ts';

const toVault = (first: number, max: number) => newLimiter({ first, max, by_rate: false });
const toKms = (first: number) => newLimiter({ first, max: 64, by_rate: true });

/** One round trip of `took` milliseconds: starts what may start at once, and gets it accepted. */
function roundTrip(limiter: Limiter, sent: number, took = 100): { limiter: Limiter; started: number } {
  let now = limiter;
  let started = 0;
  for (; waitToStart(now, sent) === 0; started++) now = start(now, sent);
  for (let each = 0; each < started; each++) now = end(accept(now, { sent, now: sent + took }), sent + took);
  return { limiter: now, started };
}

function roundTrips(limiter: Limiter, count: number, from = 0): { limiter: Limiter; started: number[] } {
  const started: number[] = [];
  let now = limiter;
  for (let trip = 0; trip < count; trip++) {
    const done = roundTrip(now, from + trip * 100);
    now = done.limiter;
    started.push(done.started);
  }
  return { limiter: now, started };
}

describe('without resistance', () => {
  test('writes double in each round trip, up to the most', () => {
    expect(roundTrips(toVault(8, 64), 5).started).toEqual([8, 16, 32, 64, 64]);
    expect(roundTrips(toVault(8, 3), 2).started).toEqual([3, 3]);
  });

  test('a round begins when all of the one before have ended', () => {
    let limiter = toVault(2, 64);
    limiter = start(start(limiter, 0), 0);
    limiter = end(accept(limiter, { sent: 0, now: 100 }), 100);
    expect(waitToStart(limiter, 100)).toBeGreaterThan(0);
    limiter = end(accept(limiter, { sent: 0, now: 200 }), 200);
    expect(roundTrip(limiter, 200).started).toBe(4);
  });
});

test('a round that one write holds up ends without it, and so does the doubling', () => {
  let limiter = toVault(2, 64);
  limiter = start(start(limiter, 0), 0);
  limiter = end(accept(limiter, { sent: 0, now: 100 }), 100);
  expect(waitToStart(limiter, 100)).toBe(900);
  limiter = start(limiter, 1_000);
  expect(limiter).toMatchObject({ running: 2, round: null, window: 2, interval: null });
});

test('writes to KMS wait for the last one of a round, which AWS may have throttled', () => {
  const { limiter } = roundTrip(toKms(3), 0, 1_001);
  expect(limiter).toMatchObject({ round: null, window: 3, interval: null });
  const one = end(accept(start(start(toKms(2), 0), 0), { sent: 0, now: 100 }), 100);
  expect(waitToStart(one, 1_000)).toBe(4_000);
});

describe('when Vault has too much to do', () => {
  const wide = roundTrips(toVault(8, 64), 3).limiter;

  test('half as many writes run, once for all that were sent before', () => {
    const once = overload(wide, { sent: 300, now: 350 });
    expect([wide.window, once.window]).toEqual([64, 32]);
    expect(overload(once, { sent: 320, now: 360 }).window).toBe(32);
    expect(overload(once, { sent: 351, now: 360 }).window).toBe(16);
  });

  test('then one more in each round trip, and never less than one', () => {
    const { started } = roundTrips(overload(wide, { sent: 300, now: 300 }), 4, 400);
    expect(started).toEqual([32, 32, 33, 34]);
    let none = wide;
    for (let sent = 1_000; sent < 1_020; sent++) none = overload(none, { sent, now: sent });
    expect(none.window).toBe(1);
  });

  test('answers that become slow are a sign of it', () => {
    const slow = accept(wide, { sent: 300, now: 300 + 2 * 100 + 201 });
    expect(slow.window).toBeCloseTo(0.8 * 64);
    expect(accept(wide, { sent: 300, now: 300 + 2 * 100 + 200 }).window).toBe(64);
  });
});

describe('when AWS throttles', () => {
  test('writes start at the rate that was accepted, at least one per second', () => {
    const throttled = throttle(roundTrip(toKms(4), 0).limiter, { sent: 100, now: 200 });
    expect(throttled.interval).toBeCloseTo(1.05 * 250);
    expect(waitToStart(throttled, 200)).toBeCloseTo(1.05 * 250);
    expect(throttle(toKms(4), { sent: 0, now: 50 }).interval).toBeCloseTo(1_050);
  });

  const throttledAfter = (...times: readonly number[]) =>
    throttle(
      times.reduce((limiter, now) => accept(limiter, { sent: now - 50, now }), toKms(3)),
      { sent: 0, now: 4_000 },
    ).interval!;

  test.each([
    ['one write', [3_000], 1],
    ['a burst says no more than its size', [3_000, 3_000], 2],
    ['those of the last second', [0, 3_000, 3_500, 3_999], 1],
    ['nor does a short one', [3_000, 3_010, 3_020], 3],
    ['a steady rate', [0, 500, 1_000, 1_500, 2_000], 2],
    ['a second ago is too long ago', [1_000, 1_010, 2_000], 2],
  ])('the rate that was accepted: %s', (_, times, rate) => {
    expect(throttledAfter(...times)).toBeCloseTo((1.05 * 1_000) / rate);
  });

  test('what is under way may take the next quota: the next write waits half an interval longer', () => {
    const alone = throttle(start(toKms(3), 0), { sent: 0, now: 0 });
    const together = throttle(start(start(toKms(3), 0), 0), { sent: 0, now: 0 });
    expect(waitToStart(alone, 0)).toBeCloseTo(1_050);
    expect(waitToStart(together, 0)).toBeCloseTo(1.5 * 1_050);
  });

  test('an interval that fails again and again becomes longer, up to five seconds', () => {
    let limiter = throttle(toKms(3), { sent: 0, now: 0 });
    const factors: number[] = [];
    for (let miss = 1; miss <= 5; miss++) {
      const { interval } = limiter;
      limiter = throttle(limiter, { sent: miss * 10_000, now: miss * 10_000 });
      factors.push(limiter.interval! / interval!);
    }
    expect(factors.map((factor) => factor.toFixed(2))).toEqual(['1.00', '1.10', '1.20', '1.40', '1.40']);
    for (let miss = 6; miss <= 10; miss++)
      limiter = throttle(limiter, { sent: miss * 10_000, now: miss * 10_000 });
    expect(limiter.interval).toBe(5_000);
  });

  test('three accepted writes in a row end a series of failures', () => {
    const failing = [1, 2].reduce(
      (limiter, miss) => throttle(limiter, { sent: miss * 10_000, now: miss * 10_000 }),
      throttle(toKms(3), { sent: 0, now: 0 }),
    );
    const misses = (accepted: number) =>
      Array.from({ length: accepted }).reduce<Limiter>(
        (limiter) => accept(limiter, { sent: 30_000, now: 30_050 }),
        failing,
      ).misses;
    expect([2, 3].map(misses)).toEqual([2, 0]);
  });

  test('what was sent before the last change says nothing about it', () => {
    const limiter = throttle(toKms(3), { sent: 0, now: 100 });
    expect(throttle(limiter, { sent: 100, now: 200 })).toBe(limiter);
    expect(throttle(limiter, { sent: 101, now: 200 })).not.toBe(limiter);
  });

  test('a trial that fails is followed by a later and smaller one', () => {
    const accepted = (limiter: Limiter, count: number) =>
      Array.from({ length: count }).reduce<Limiter>(
        (now) => accept(now, { sent: 30_000, now: 30_050 }),
        limiter,
      );
    const tried = accepted(throttle(toKms(3), { sent: 0, now: 0 }), 16);
    expect(tried.interval).toBeCloseTo(0.9 * 1_050);
    const back = throttle(tried, { sent: 40_000, now: 40_000 });
    expect(accepted(back, 31).interval).toBeCloseTo(1_050);
    expect(accepted(back, 32).interval).toBeCloseTo(0.95 * 1_050);
  });

  test('a trial of a higher rate that fails goes back to the rate that held', () => {
    let limiter = throttle(toKms(3), { sent: 0, now: 0 });
    const held = limiter.interval!;
    for (let write = 1; write <= 16; write++)
      limiter = accept(limiter, { sent: write * 2_000, now: write * 2_000 + 50 });
    expect(limiter.interval).toBeLessThan(held);
    expect(throttle(limiter, { sent: 40_000, now: 40_050 }).interval).toBe(held);
  });
});

describe('simulated with the quotas of AWS and a Vault whose SDK sends each call three times', () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

  test('40 writes at one per second: near the quota, with few throttled calls', () => {
    const runs = seeds.map((seed) => simulateWrites({ writes: 40, quota: 1, latency: 30, seed }));
    expect(Math.max(...runs.map(({ seconds }) => seconds))).toBeLessThanOrEqual(1.15 * 40);
    const throttled = runs.map((run) => run.throttled).sort((a, b) => a - b);
    expect(throttled[Math.floor(0.9 * runs.length)]).toBeLessThanOrEqual(10);
  });

  test.each([
    [0.5, 40],
    [2, 40],
    [5, 100],
    [10, 200],
  ])('finds a quota of %d per second', (quota, writes) => {
    for (const seed of seeds.slice(0, 5)) {
      const { seconds } = simulateWrites({ writes, quota, latency: 30, seed });
      expect(seconds).toBeLessThanOrEqual((1.3 * writes) / quota);
    }
  });

  test('makes room for another client that uses half of the quota', () => {
    const { seconds } = simulateWrites({ writes: 40, quota: 1, latency: 30, seed: 1, others: 0.5 });
    expect(seconds).toBeLessThanOrEqual(4 * 40);
  });

  test('without a quota nothing is held back', () => {
    const { seconds, throttled } = simulateWrites({ writes: 100, quota: 1_000, latency: 100, seed: 1 });
    expect(throttled).toBe(0);
    expect(seconds).toBeLessThan(1);
  });
});
