import type { Clock, Log } from '../model/effects.ts';
import type { Step } from '../model/plan.ts';
import type { Progress } from './schedule.ts';

/** Milliseconds between two reports of work that does not move on. */
const interval = 1_000;

function firstIds(steps: Iterable<Step>, most: number): string[] {
  const ids: string[] = [];
  for (const { id } of steps) if (ids.push(id) === most) break;
  return ids;
}

interface Sample {
  readonly seconds: number;
  readonly done: number;
}

/** Seconds whose speed the time left is computed from: quotas make the end of a run slower than its beginning. */
const memory = 10;

/** At the speed between two samples; nothing before a few steps are done. */
function timeLeft(from: Sample, to: Sample, total: number): string {
  const done = to.done - from.done;
  if (done < 3 || to.done === total) return '';
  return `, about ${Math.ceil(((to.seconds - from.seconds) / done) * (total - to.done))} s to go`;
}

/** Reports long work to the log: how many steps are done, running and left, and the time so far. */
export function reportProgress(
  clock: Clock,
  log: Log,
): { changed: (progress: Progress) => void; stop: () => void } {
  const started = clock.now().getTime();
  const ended = new AbortController();
  const recent: Sample[] = [];
  let latest: Progress | null = null;

  const report = () => {
    if (latest === null) return;
    const { done, running, total } = latest;
    const seconds = (clock.now().getTime() - started) / 1000;
    const names = firstIds(running, 3);
    const more = running.size > names.length ? ` and ${running.size - names.length} more` : '';
    const left = total - done - running.size;
    recent.push({ seconds, done });
    while (recent.length > 2 && seconds - recent[0]!.seconds > memory) recent.shift();
    const time = `${Math.round(seconds)} s${timeLeft(recent[0]!, { seconds, done }, total)}`;
    const line = `${done} done, ${running.size} running (${names.join(', ')}${more}), ${left} left, ${time}`;
    log.progress({ done, total, line });
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
