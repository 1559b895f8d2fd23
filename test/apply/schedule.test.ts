import { describe, expect, test } from '@jest/globals';
import type { Turn } from '../../src/apply/lane.ts';
import { reportProgress } from '../../src/apply/progress.ts';
import { type StepRun, schedule } from '../../src/apply/schedule.ts';
import type { Clock, Log } from '../../src/model/effects.ts';
import type { Step } from '../../src/model/plan.ts';

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

function freeTurn(): Turn {
  return { ready: async () => {}, sent() {}, accepted() {}, failed: () => null, end() {} };
}

const ids = (steps: readonly Step[]) => steps.map(({ id }) => id);

describe('schedule', () => {
  const events: string[] = [];
  const run = (
    steps: readonly Step[],
    carryOut: (step: Step, run: StepRun) => Promise<void>,
    signal?: AbortSignal,
  ) =>
    schedule(steps, carryOut, {
      enter: async (_, stopped) => (stopped.aborted ? null : freeTurn()),
      signal: signal ?? new AbortController().signal,
      onProgress: ({ running, done, total }) =>
        void events.push(`${ids([...running])} running, ${done} done of ${total}`),
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

  test('says what runs and how much is done whenever a step starts or ends, failed ones included', async () => {
    events.length = 0;
    await run([step('a'), step('b', 'a', 'no step of the plan')], async ({ id }) => {
      if (id === 'b') throw new Error('no');
    });
    expect(events).toEqual([
      'a running, 0 done of 2',
      ' running, 1 done of 2',
      'b running, 1 done of 2',
      ' running, 1 done of 2',
    ]);
  });

  test('what depends on a step may start before its end, which may wait for their writes', async () => {
    const log: string[] = [];
    const { done } = await run(
      [step('key'), step('copy', 'key')],
      async ({ id }, { turn, letDependentsWrite }) => {
        log.push(`${id} starts`);
        turn.accepted();
        if (id === 'key') await letDependentsWrite();
        log.push(`${id} ends`);
      },
    );
    expect(ids(done).sort()).toEqual(['copy', 'key']);
    expect(log).toEqual(['key starts', 'copy starts', 'copy ends', 'key ends']);
  });

  test('a step does not wait for a dependent one that fails, or does not start', async () => {
    const steps = [step('bad'), step('key'), step('copy', 'key'), step('never', 'key', 'bad')];
    const { done, failed, left } = await run(steps, async ({ id }, { letDependentsWrite }) => {
      if (id === 'key') await letDependentsWrite();
      else throw new Error('no');
    });
    expect([ids(done), ids(failed.map(({ step }) => step)), ids(left)]).toEqual([
      ['key'],
      ['bad'],
      ['copy', 'never'],
    ]);
  });

  test('starts nothing once it is cancelled', async () => {
    const ending = new AbortController();
    const { done, left } = await run([step('a'), step('b', 'a')], async () => ending.abort(), ending.signal);
    expect([ids(done), ids(left)]).toEqual([['a'], ['b']]);
  });
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
  const steps = ['a', 'b', 'c', 'd'].map((id) => step(id));
  progress.changed({ running: new Set(steps), done: 1, total: 7 });
  await wake(5_000);
  progress.changed({ running: new Set(steps.slice(1)), done: 20, total: 50 });
  await wake(5_000);
  progress.stop();
  await wake(5_000);
  expect(lines).toEqual([
    '1 done, 4 running (a, b, c and 1 more), 2 left, 5 s',
    '1 done, 4 running (a, b, c and 1 more), 2 left, 10 s',
    '20 done, 3 running (b, c, d), 27 left, 10 s, about 8 s to go',
    '20 done, 3 running (b, c, d), 27 left, 15 s, about 16 s to go',
  ]);
  expect(Math.min(...sleeps)).toBe(1_000);
});
