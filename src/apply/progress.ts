import type { Clock, Log } from '../model/effects.ts';
import type { Progress } from './schedule.ts';

/** Milliseconds between two progress lines. */
const interval = 5_000;

/**
 * Logs the progress of long work every few seconds: how many steps are done, running and left, and the time so far.
 * Short work logs nothing.
 */
export function reportProgress(
  clock: Clock,
  log: Log,
): { changed: (progress: Progress) => void; stop: () => void } {
  const started = clock.now().getTime();
  const ended = new AbortController();
  let latest: Progress | null = null;

  const report = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(interval, ended.signal);
      if (latest === null) continue;
      const { done, running, total } = latest;
      const seconds = Math.round((clock.now().getTime() - started) / 1000);
      const names = running.slice(0, 3).map((step) => step.id);
      const more = running.length > names.length ? ` and ${running.length - names.length} more` : '';
      const left = total - done.length - running.length;
      log.info(
        `… ${done.length} done, ${running.length} running (${names.join(', ')}${more}), ${left} left, ${seconds} s`,
      );
    }
  };
  report().catch(() => {});

  return {
    changed: (progress) => {
      latest = progress;
    },
    stop: () => ended.abort(),
  };
}
