import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import type { Ready } from './start.ts';

const pidState = 'pid';

/** The main step starts the emulator in a process that outlives the step; the post step ends that process. */
export async function runStep(): Promise<void> {
  const pid = core.getState(pidState);
  try {
    await (pid === '' ? startInBackground() : end(Number(pid)));
  } catch (error) {
    core.setFailed((error as Error).message);
  }
}

async function startInBackground(): Promise<void> {
  const exportsEnv = core.getBooleanInput('export_env');
  const log = join(process.env['RUNNER_TEMP'] ?? '.', `keymgmt-emulator-${process.pid}.log`);
  const child = spawn(process.execPath, [process.argv[1]!, ...flags()], {
    detached: true,
    stdio: ['ignore', 'pipe', openSync(log, 'w')],
  });
  const ready = await whenReady(child, log);
  core.saveState(pidState, child.pid);
  child.unref();

  core.setSecret(ready.VAULT_TOKEN);
  core.setSecret(ready.AWS_SECRET_ACCESS_KEY);
  for (const [name, value] of Object.entries(ready)) {
    core.setOutput(name.toLowerCase(), value);
    if (exportsEnv) core.exportVariable(name, value);
  }
  core.info(`Vault with keymgmt: ${ready.VAULT_ADDR}\nAWS KMS, STS and IAM: ${ready.AWS_ENDPOINT_URL}`);
}

/** The inputs that are set, as command line options. At least one is always set, so the child process does not take itself for a step. */
function flags(): string[] {
  const single = ['vault_port', 'aws_port', 'root_token', 'config', 'upstream', 'quotas'].flatMap((input) => {
    const value = core.getInput(input);
    return value === '' ? [] : [`--${input.replace('_', '-')}=${value}`];
  });
  return [...single, ...core.getMultilineInput('assume').map((answer) => `--assume=${answer}`)];
}

async function whenReady(child: ChildProcess, log: string): Promise<Ready> {
  const lines = createInterface({ input: child.stdout! });
  const line = await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => null)]);
  child.stdout!.destroy();
  if (line === null) throw new Error(`The emulator did not start: ${readFileSync(log, 'utf8').trim()}`);
  return JSON.parse(line[0]);
}

/** Ends the process. A process that has already ended is not an error. */
async function end(pid: number): Promise<void> {
  for (let tries = 0; tries < 50 && signal(pid, tries === 0 ? 'SIGTERM' : 0); tries++) await sleep(100);
}

function signal(pid: number, what: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, what);
  } catch {
    return false;
  }
}
