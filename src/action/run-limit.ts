import { RunError } from '../model/errors.ts';

/** Milliseconds from the first signal within which a cancelled run has to end: GitHub kills it after 10 s. */
const cancelBudget = 6_500;
/** Milliseconds of the budget that are kept for publishing the result and for revoking the token. */
const reserve = 2_000;

export interface RunLimit {
  /**
   * The result of `work`, unless it does not end in time: then the run goes on without it.
   *
   * @param when the end of the sentence "the run was stopped …"
   * @param onCancel whether a cancelled run leaves the work `at once`, or lets it end within the budget
   * @throws {RunError} `run_timeout`, or `cancelled`
   */
  race<T>(work: Promise<T>, when: string, onCancel: 'at once' | 'within budget'): Promise<T>;
  /** Milliseconds that a cancelled run has left. */
  left(): number;
  clear(): void;
}

/**
 * Limits how long a run may take, from now on.
 *
 * @param time milliseconds
 * @param signal aborted when the run is cancelled
 */
export function runLimit(time: number, signal: AbortSignal): RunLimit {
  let stop: (error: (when: string) => RunError) => void = () => {};
  const stopped = new Promise<(when: string) => RunError>((resolve) => {
    stop = resolve;
  });
  let leave: () => void = () => {};
  const cancelled = new Promise<void>((resolve) => {
    leave = resolve;
  });
  let cancelledAt: number | null = null;
  let cancelTimer: NodeJS.Timeout | undefined;
  const cancel = () => {
    cancelledAt ??= performance.now();
    leave();
    cancelTimer ??= setTimeout(() => stop(cancelledError), cancelBudget - reserve);
  };
  const timer = setTimeout(() => stop(timeoutError), time);
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return {
    race: (work, when, onCancel) => {
      const end = onCancel === 'at once' ? [stopped, cancelled.then(() => cancelledError)] : [stopped];
      const fail = (error: (when: string) => RunError): never => {
        throw error(when);
      };
      return Promise.race([work, ...end.map((one) => one.then(fail))]);
    },
    left: () => (cancelledAt === null ? cancelBudget : cancelBudget - (performance.now() - cancelledAt)),
    clear: () => {
      clearTimeout(timer);
      clearTimeout(cancelTimer);
    },
  };
}

function timeoutError(when: string): RunError {
  const remedy =
    'Check what keeps the run from ending, or raise `timeout`. The next run completes what is left.';
  return new RunError('run_timeout', `The run exceeded its \`timeout\` ${when}.`, remedy);
}

function cancelledError(when: string): RunError {
  return new RunError(
    'cancelled',
    `The run was cancelled ${when}.`,
    'Run again: the next run completes what is left.',
  );
}
