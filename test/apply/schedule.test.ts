import { describe, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { reportProgress } from '../../src/apply/progress.ts';
import { schedule } from '../../src/apply/schedule.ts';
import { reduceConcurrency } from '../../src/apply/throttle.ts';
import type { ErrorCode } from '../../src/model/codes/catalogue.ts';
import type { Clock, Log } from '../../src/model/effects.ts';
import type { Step } from '../../src/model/plan.ts';
import { VaultError } from '../../src/vault/http/vault-error.ts';

function step(id: string, ...depends_on: string[]): Step {
  return { op: 'create_key', id, changes: [], reason: '', disruptive: false, depends_on };
}

function logOf(lines: string[]): Log {
  const say = (line: string) => void lines.push(line);
  return {
    debug: say,
    info: say,
    notice: say,
    warning: say,
    error: say,
    progress: ({ line }) => say(line),
    group: (_, work) => work(),
  };
}

const ids = (steps: readonly Step[]) => steps.map(({ id }) => id);

describe('schedule', () => {
  const events: string[] = [];
  const run = (steps: readonly Step[], carryOut: (step: Step) => Promise<void>, signal?: AbortSignal) =>
    schedule(steps, carryOut, {
      limit: pLimit(10),
      signal: signal ?? new AbortController().signal,
      onProgress: ({ running, done, total }) =>
        void events.push(`${ids(running)} running, ${ids(done)} done of ${total}`),
    });

  test('carries independent steps out together, each after what it depends on', async () => {
    const log: string[] = [];
    const steps = [step('a'), step('b'), step('c', 'a', 'b'), step('d', 'c')];
    const { done } = await run(steps, async ({ id }) => {
      log.push(`${id} starts`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`${id} ends`);
    });
    expect(ids(done)).toEqual(['a', 'b', 'c', 'd']);
    expect(log.slice(0, 2)).toEqual(['a starts', 'b starts']);
    expect(log.slice(4)).toEqual(['c starts', 'c ends', 'd starts', 'd ends']);
  });

  test('starts nothing after a failure, and lets what is under way end', async () => {
    const steps = [step('bad'), step('slow'), step('after', 'slow'), step('never', 'bad')];
    const { done, failed, left } = await run(steps, async ({ id }) => {
      if (id === 'bad') throw new Error('no');
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
    expect([ids(done), ids(failed.map(({ step }) => step)), ids(left)]).toEqual([
      ['slow'],
      ['bad'],
      ['after', 'never'],
    ]);
  });

  test('says what runs and what is done whenever a step starts or ends, failed ones included', async () => {
    events.length = 0;
    await run([step('a'), step('b', 'a', 'no step of the plan')], async ({ id }) => {
      if (id === 'b') throw new Error('no');
    });
    expect(events).toEqual([
      'a running,  done of 2',
      ' running, a done of 2',
      'b running, a done of 2',
      ' running, a done of 2',
    ]);
  });

  test('starts nothing once it is cancelled', async () => {
    const ending = new AbortController();
    const { done, left } = await run([step('a'), step('b', 'a')], async () => ending.abort(), ending.signal);
    expect([ids(done), ids(left)]).toEqual([['a'], ['b']]);
  });
});

test('each burst of throttles halves how many steps run at once, down to one', () => {
  const lines: string[] = [];
  const limit = pLimit(10);
  let now = 0;
  const clock: Clock = { now: () => new Date(now), sleep: async () => {} };
  const told = reduceConcurrency(limit, { clock, log: logOf(lines) });
  const error = (code: ErrorCode) => new VaultError(code, { method: 'PUT', path: 'keymgmt/kms/aws' }, '', '');
  const seen = (['unavailable', ...new Array<ErrorCode>(5).fill('aws_throttled')] as const).map((code) => {
    for (let other = 0; other < 3; other++) told(error(code));
    now += 1_000;
    return limit.concurrency;
  });
  expect(seen).toEqual([10, 5, 2, 1, 1, 1]);
  expect(lines).toHaveLength(3);
});

test('progress is told a line every few seconds: done, running, left and the time', async () => {
  const lines: string[] = [];
  let now = 1_000_000;
  const sleeps: number[] = [];
  const wakeUps: (() => void)[] = [];
  const clock: Clock = {
    now: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleeps.push(ms);
        wakeUps.push(resolve);
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  const wake = async (ms: number) => {
    now += ms;
    wakeUps.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const progress = reportProgress(clock, logOf(lines));
  await wake(5_000);
  const running = ['a', 'b', 'c', 'd'].map((id) => step(id));
  progress.changed({ running, done: [step('e')], total: 7 });
  await wake(5_000);
  progress.changed({ running: running.slice(1), done: [step('e')], total: 6 });
  await wake(5_000);
  progress.stop();
  await wake(5_000);
  expect(lines).toEqual([
    '1 done, 4 running (a, b, c and 1 more), 2 left, 5 s',
    '1 done, 4 running (a, b, c and 1 more), 2 left, 10 s',
    '1 done, 3 running (b, c, d), 2 left, 10 s',
    '1 done, 3 running (b, c, d), 2 left, 15 s',
  ]);
  expect(Math.min(...sleeps)).toBe(1_000);
});
