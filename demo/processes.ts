import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the emulator prints when it is ready. */
export interface Ready {
  readonly VAULT_ADDR: string;
  readonly VAULT_TOKEN: string;
  readonly AWS_ENDPOINT_URL: string;
}

/** Starts the emulator on free ports; `stop` ends it. */
export async function startEmulator(
  dist: string,
  config: unknown,
): Promise<{ ready: Ready; stop: () => void }> {
  const file = join(await mkdtemp(join(tmpdir(), 'emulator-')), 'config.json');
  await writeFile(file, JSON.stringify(config));
  const child = spawn(
    process.execPath,
    [join(dist, 'emulator.cjs'), '--vault-port', '0', '--aws-port', '0', '--config', file],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1' },
    },
  );
  process.on('exit', () => child.kill());
  return { ready: JSON.parse(await firstLine(child)) as Ready, stop: () => child.kill() };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += chunk;
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  throw new Error('the emulator ended before it was ready');
}

/** Runs the action's bundle as the runner does; returns its exit code, log and outputs. */
export async function runAction(
  dist: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Promise<{ exitCode: number | null; log: string; outputs: Record<string, string> }> {
  const folder = await mkdtemp(join(tmpdir(), 'runner-'));
  const [output, summary, state] = ['output', 'summary', 'state'].map((name) => join(folder, name));
  for (const path of [output!, summary!, state!]) await writeFile(path, '');
  const child = spawn(process.execPath, [join(dist, 'index.cjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      NODE_NO_WARNINGS: '1',
      GITHUB_ACTIONS: 'true',
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_STATE: state,
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
      ),
      ...env,
    },
  });
  let log = '';
  for await (const chunk of child.stdout!) log += chunk;
  const exitCode = child.exitCode ?? (await new Promise<number | null>((ended) => child.on('close', ended)));
  const written = await readFile(output!, 'utf8');
  const outputs: Record<string, string> = {};
  for (const [, name, , value] of written.matchAll(/^(.+?)<<(ghadelimiter_[\w-]+)\n([\s\S]*?)\n?\2$/gm)) {
    outputs[name!] = value!;
  }
  return { exitCode, log, outputs };
}
