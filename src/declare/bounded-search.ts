import { readdir, realpath, stat } from 'node:fs';
import pLimit from 'p-limit';
import type { FileSystemAdapter } from 'tinyglobby';

/** Calls at once: the file system has four threads, which the rest of the run needs too. */
const atOnce = 16;

/**
 * The file system for a search that may be ended: it is asked a few things at once, and nothing once the signal is
 * aborted. A search by itself asks as fast as it finds folders, and waits for all answers: where folders link to each
 * other, that takes minutes, in which the run could write no file.
 */
export function boundedSearch(signal: AbortSignal): FileSystemAdapter {
  const limit = pLimit(atOnce);
  signal.addEventListener('abort', () => limit.clearQueue(), { once: true });
  const bounded = <A extends unknown[]>(call: (...args: A) => void) =>
    ((...args: A) => {
      const answer = args.pop() as (...answer: unknown[]) => void;
      const ask = () =>
        new Promise<void>((answered) => {
          const done = (...result: unknown[]) => {
            answered();
            answer(...result);
          };
          call(...([...args, done] as unknown as A));
        });
      void limit(ask);
    }) as typeof call;
  return {
    readdir: bounded(readdir) as typeof readdir,
    realpath: bounded(realpath) as typeof realpath,
    stat: bounded(stat) as typeof stat,
  };
}
