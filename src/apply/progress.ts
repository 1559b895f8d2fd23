import type { Clock, Log } from '../model/effects.ts';
import type { Progress } from './schedule.ts';

/** Milliseconds between two reports of work that does not move on. */
const interval = 1_000;

/** Reports long work to the log: how many steps are done, running and left, and the time so far. */
export function reportProgress(
  clock: Clock,
  log: Log,
): { changed: (progress: Progress) => void; stop: () => void } {
  const started = clock.now().getTime();
  const ended = new AbortController();
  let latest: Progress | null = null;

  const report = () => {
    if (latest === null) return;
    const { done, running, total } = latest;
    const seconds = Math.round((clock.now().getTime() - started) / 1000);
    const names = running.slice(0, 3).map((step) => step.id);
    const more = running.length > names.length ? ` and ${running.length - names.length} more` : '';
    const left = total - done.length - running.length;
    const line = `${done.length} done, ${running.length} running (${names.join(', ')}${more}), ${left} left, ${seconds} s`;
    log.progress({ done: done.length, total, line });
  };
  const tick = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(interval, ended.signal);
      report();
    }
  };
  tick().catch(() => {});

  return {
    changed: (progress) => {
      latest = progress;
      report();
    },
    stop: () => ended.abort(),
  };
}
