import type { ProcessEnv } from './aws-access.ts';

/** Milliseconds between two checks of the parent process. */
const interval = 250;

/**
 * Calls `stop` once the process that started this one has ended, when npm did. npm hands a signal to the shell between
 * the two, which ends without passing it on: `kill` on `npm run emulator` would leave the emulator running.
 */
export function stopWithNpm(env: ProcessEnv, parentOf: () => number, stop: () => void): void {
  if (env['npm_lifecycle_event'] === undefined) return;
  const parent = parentOf();
  const timer = setInterval(() => {
    if (parentOf() === parent) return;
    clearInterval(timer);
    stop();
  }, interval);
  timer.unref();
}
