import type { LimitFunction } from 'p-limit';
import type { Step } from '../model/plan.ts';

/** The result of a plan's steps: every step is in exactly one of the three lists. */
export interface ScheduleResult {
  readonly done: readonly Step[];
  readonly failed: readonly { readonly step: Step; readonly error: unknown }[];
  readonly left: readonly Step[];
}

export interface Progress {
  readonly running: readonly Step[];
  readonly done: readonly Step[];
  readonly total: number;
}

export interface ScheduleOptions {
  readonly limit: LimitFunction;
  readonly signal: AbortSignal;
  /** Called whenever a step starts or ends. */
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Executes steps, independent ones concurrently, each after the earlier steps that it depends on. After the first
 * failure, or when the signal is aborted, no further step starts; running ones finish.
 */
export async function schedule(
  steps: readonly Step[],
  execute: (step: Step) => Promise<void>,
  { limit, signal, onProgress }: ScheduleOptions,
): Promise<ScheduleResult> {
  const running = new Set<Step>();
  const done = new Set<Step>();
  const failed: { step: Step; error: unknown }[] = [];
  const report = () => onProgress({ running: [...running], done: [...done], total: steps.length });

  const start = async (step: Step): Promise<void> => {
    if (failed.length > 0 || signal.aborted) return;
    running.add(step);
    report();
    try {
      await execute(step);
      done.add(step);
    } catch (error) {
      failed.push({ step, error });
    } finally {
      running.delete(step);
      report();
    }
  };

  const earlier = new Map<string, Promise<void>[]>();
  const endings = steps.map((step) => {
    const needs = step.depends_on.flatMap((id) => earlier.get(id) ?? []);
    // When one of them is not done, no further step starts.
    const ending = Promise.all(needs).then(() => limit(() => start(step)));
    earlier.set(step.id, [...(earlier.get(step.id) ?? []), ending]);
    return ending;
  });
  await Promise.all(endings);

  const ended = new Set([...done, ...failed.map(({ step }) => step)]);
  return { done: [...done], failed, left: steps.filter((step) => !ended.has(step)) };
}
