import type { Clock, Log } from '../model/effects.ts';
import type { Progress } from './schedule.ts';

/** Milliseconds between two lines about work that goes on. */
const interval = 5_000;

/**
 * Tells of long work: done, running, left and the time so far, a line at most every few seconds, and none for
 * work that is over before.
 */
export function reportProgress(
  clock: Clock,
  log: Log,
): { changed: (progress: Progress) => void; stop: () => void } {
  const started = clock.now().getTime();
  const ended = new AbortController();
  let latest: Progress | null = null;

  const tell = async (): Promise<void> => {
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
  tell().catch(() => {});

  return {
    changed: (progress) => {
      latest = progress;
    },
    stop: () => ended.abort(),
  };
}
