import type { Step } from '../model/plan.ts';
import type { Turn } from './lane.ts';

/** The result of a plan's steps: every step is in exactly one of the three lists. */
export interface ScheduleResult {
  readonly done: readonly Step[];
  readonly failed: readonly { readonly step: Step; readonly error: unknown }[];
  readonly left: readonly Step[];
}

export interface Progress {
  readonly running: ReadonlySet<Step>;
  readonly done: number;
  readonly total: number;
}

/** How a step that is under way relates to the others. */
export interface StepRun {
  readonly turn: Turn;
  /**
   * Lets the steps start that depend on this one, before it has ended. Resolves when none of them is about to write any
   * more: each has written, has ended, or does not start.
   */
  letDependentsWrite(): Promise<void>;
}

export interface ScheduleOptions {
  /** Waits for the step's turn; `null` when the signal is aborted before. */
  readonly enter: (step: Step, signal: AbortSignal) => Promise<Turn | null>;
  readonly signal: AbortSignal;
  /** Called whenever a step starts or ends. */
  readonly onProgress: (progress: Progress) => void;
}

/** A step, with what others wait for. */
class Scheduled {
  readonly step: Step;
  readonly dependents: Scheduled[] = [];
  readonly #met = new Gate();
  readonly #written = new Gate();

  constructor(step: Step) {
    this.step = step;
  }

  get met(): Promise<void> {
    return this.#met.opened;
  }

  get written(): Promise<void> {
    return this.#written.opened;
  }

  /** What it wants is there: dependent steps may start. */
  meet(): void {
    this.#met.open();
  }

  wrote(): void {
    this.#written.open();
  }

  /** It has ended or does not start: nobody waits for it any longer. */
  end(): void {
    this.#met.open();
    this.#written.open();
  }
}

class Gate {
  readonly opened: Promise<void>;
  open!: () => void;

  constructor() {
    this.opened = new Promise((resolve) => {
      this.open = resolve;
    });
  }
}

/**
 * Executes steps, independent ones concurrently, each after the earlier steps that it depends on. After the first
 * failure, or when the signal is aborted, no further step starts; running ones finish.
 */
export async function schedule(
  steps: readonly Step[],
  execute: (step: Step, run: StepRun) => Promise<void>,
  { enter, signal, onProgress }: ScheduleOptions,
): Promise<ScheduleResult> {
  const running = new Set<Step>();
  const done = new Set<Step>();
  const failed: { step: Step; error: unknown }[] = [];
  const report = () => onProgress({ running, done: done.size, total: steps.length });
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();

  const run = async (scheduled: Scheduled): Promise<void> => {
    const { step, dependents } = scheduled;
    let turn: Turn | null = null;
    try {
      turn = await enter(step, stopping.signal);
      if (turn === null || stopping.signal.aborted) return;
      running.add(step);
      report();
      await execute(step, {
        turn: notingWrites(turn, scheduled),
        async letDependentsWrite() {
          scheduled.meet();
          await Promise.all(dependents.map(({ written }) => written));
        },
      });
      done.add(step);
    } catch (error) {
      failed.push({ step, error });
      stop();
    } finally {
      turn?.end();
      if (running.delete(step)) report();
    }
  };

  const earlier = new Map<string, Scheduled[]>();
  await Promise.all(
    steps.map(async (step) => {
      const scheduled = new Scheduled(step);
      const needs = step.depends_on.flatMap((id) => earlier.get(id) ?? []);
      for (const need of needs) need.dependents.push(scheduled);
      const same = earlier.get(step.id);
      if (same === undefined) earlier.set(step.id, [scheduled]);
      else same.push(scheduled);
      await Promise.all(needs.map(({ met }) => met));
      // When one of them was not met, no further step starts.
      await run(scheduled);
      scheduled.end();
    }),
  );
  signal.removeEventListener('abort', stop);

  const ended = new Set([...done, ...failed.map(({ step }) => step)]);
  return { done: [...done], failed, left: steps.filter((step) => !ended.has(step)) };
}

function notingWrites(turn: Turn, scheduled: Scheduled): Turn {
  return {
    ...turn,
    accepted() {
      turn.accepted();
      scheduled.wrote();
    },
  };
}
