import { setFailed } from '@actions/core';
import { systemClock } from '../effects/clock.ts';
import { flushOutput } from './flush-output.ts';
import { main } from './main.ts';
import { refuseOutsideGitHub } from './refuse-outside-github.ts';
import { runnerCore } from './runner-core.ts';

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => ending.abort(new Error(`the run was stopped by ${signal}`)));
}

async function run(): Promise<void> {
  if (refuseOutsideGitHub(process.env, process.stderr)) {
    process.exitCode = 1;
    return;
  }
  await main({ core: runnerCore, env: process.env, clock: systemClock, signal: ending.signal });
}

run()
  .catch((error: unknown) => setFailed(error instanceof Error ? error : String(error)))
  .then(() => flushOutput([process.stdout, process.stderr]))
  // Keep-alive connections would hold the process, and so the job, for minutes.
  .finally(() => process.exit());
