#!/usr/bin/env node
import { systemClock } from '../effects/clock.ts';
import { createProgram } from './program.ts';
import { runCli } from './run-cli.ts';

// The AWS SDK announces the end of its support for Node 20 in the middle of every run.
const [printWarning] = process.listeners('warning');
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (!warning.message.startsWith('NodeVersionSupportWarning')) printWarning?.(warning);
});

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => ending.abort(new Error(`the run was stopped by ${signal}`)));
}

createProgram(async (given) => {
  const { env, stdout, stderr } = process;
  process.exitCode = await runCli(given, { env, stdout, stderr, clock: systemClock, signal: ending.signal });
}).parseAsync();
