import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ministack, startMinistack } from '../ministack.ts';
import { copyForMinistack } from '../stack.ts';
import { runShell, type ShellResult } from './run-shell.ts';

/** An AWS account of ministack's, and a shell in a copy of this repository that talks to it. */
export interface Cloud {
  readonly folder: string;
  /** Runs a block; `env` adds the variables that a user has set before. */
  run(script: string, env?: Readonly<Record<string, string>>): Promise<ShellResult>;
  /** Runs commands that have to succeed, and gives what they print. */
  prepare(script: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  readonly endpoint: string;
  stop(): Promise<void>;
}

export async function startCloud(command: string): Promise<Cloud> {
  const folder = await mkdtemp(join(tmpdir(), 'cloud-'));
  await copyForMinistack(folder);
  const ministack: Ministack = await startMinistack(command, { enforced: false });
  const run: Cloud['run'] = (script, env = {}) =>
    runShell(script, {
      cwd: folder,
      env: {
        AWS_ENDPOINT_URL: ministack.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_DEFAULT_REGION: 'us-west-2',
        ...env,
      },
    });
  return {
    folder,
    endpoint: ministack.endpoint,
    run,
    async prepare(script) {
      const { ok, stdout, stderr } = await run(script);
      if (!ok) throw new Error(`${script}: ${stderr}`);
      return stdout.trim();
    },
    write: (path, text) => writeFile(join(folder, path), text),
    read: (path) => readFile(join(folder, path), 'utf8'),
    stop: () => ministack.stop(),
  };
}
