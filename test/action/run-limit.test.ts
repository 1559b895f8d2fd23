import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { runLimit } from '../../src/action/run-limit.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const endless = new Promise<never>(() => {});

/** What has become of a promise by now. */
async function ended(promise: Promise<unknown>): Promise<string> {
  const code = promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
  return Promise.race([code, jest.advanceTimersByTimeAsync(0).then(() => 'pending')]);
}

/**
 * GitHub sends SIGINT, 7.5 s later SIGTERM, and kills the process after 2.5 s more.
 *
 * Source: https://docs.github.com/en/actions/reference/workflow-cancellation-reference
 */
test('a cancelled run leaves its work after 4.5 s, and has 2 s left to publish and to revoke', async () => {
  const ending = new AbortController();
  const stop = runLimit(3_600_000, ending.signal);
  const work = stop.race(endless, 'while requests were pending', 'within budget');
  const early = stop.race(endless, 'before any request was sent', 'at once');
  early.catch(() => {});
  work.catch(() => {});
  expect(stop.left()).toBe(6_500);
  ending.abort();
  expect(await ended(early)).toBe('cancelled');
  await jest.advanceTimersByTimeAsync(4_499);
  expect(await ended(work)).toBe('pending');
  await jest.advanceTimersByTimeAsync(1);
  expect(await ended(work)).toBe('cancelled');
  expect(stop.left()).toBe(2_000);
  stop.clear();
  expect(jest.getTimerCount()).toBe(0);
});

test('a run ends with its time, and work that ends before keeps its result', async () => {
  const stop = runLimit(1_000, new AbortController().signal);
  expect(await stop.race(Promise.resolve(7), 'early', 'at once')).toBe(7);
  const work = stop.race(endless, 'while requests were pending', 'within budget');
  work.catch(() => {});
  await jest.advanceTimersByTimeAsync(999);
  expect(await ended(work)).toBe('pending');
  await jest.advanceTimersByTimeAsync(1);
  expect(await ended(work)).toBe('run_timeout');
});
