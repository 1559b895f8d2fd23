import * as core from '@actions/core';
import { systemClock } from '../effects/clock.ts';
import { main } from './main.ts';

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => ending.abort(new Error(`the run was stopped by ${signal}`)));
}

main({ core, env: process.env, clock: systemClock, signal: ending.signal }).then(
  () => process.exit(),
  (error: unknown) => {
    core.setFailed(error instanceof Error ? error : String(error));
    process.exit(1);
  },
);
