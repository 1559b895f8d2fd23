import * as core from '@actions/core';
import { systemClock } from '../effects/clock.ts';
import { endSession } from './session.ts';

const signal = new AbortController().signal;

endSession({ core, env: process.env, clock: systemClock, signal }).then(
  () => process.exit(0),
  (error: unknown) => {
    core.warning(error instanceof Error ? error.message : String(error));
    process.exit(0);
  },
);
