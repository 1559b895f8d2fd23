import { systemClock } from '../effects/clock.ts';
import { flushOutput } from './flush-output.ts';
import { refuseOutsideGitHub } from './refuse-outside-github.ts';
import { runnerCore } from './runner-core.ts';
import { endSession } from './session.ts';

async function run(): Promise<void> {
  if (refuseOutsideGitHub(process.env, process.stderr)) return;
  await endSession({ core: runnerCore, env: process.env, clock: systemClock });
}

run()
  .catch((error: unknown) => runnerCore.warning(error instanceof Error ? error.message : String(error)))
  .then(() => flushOutput([process.stdout, process.stderr]))
  .finally(() => process.exit(0));
