#!/usr/bin/env node
import { systemClock } from '../effects/clock.ts';
import { createProgram } from './program.ts';
import { runCli } from './run-cli.ts';

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => ending.abort(new Error(`the run was stopped by ${signal}`)));
}

createProgram(async (given) => {
  const { env, stdout, stderr } = process;
  process.exitCode = await runCli(given, { env, stdout, stderr, clock: systemClock, signal: ending.signal });
}).parseAsync();
