import { spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { allInputs } from '../../src/action/all-inputs.ts';
import { commands } from '../../src/model/run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let emulator: Emulator;
let folder: string;
beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.vault('POST', 'sys/auth/userpass', { body: { type: 'userpass' } });
  const body = { password: 'hunter2', token_policies: 'root' };
  await emulator.vault('POST', 'auth/userpass/users/ci', { body });
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
  await emulator.clearFaults();
});

const bundle = resolve('dist/cli.cjs');

function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    VAULT_ADDR: emulator.vaultAddr,
    AWS_ENDPOINT_URL: emulator.awsEndpoint,
    AWS_ACCESS_KEY_ID: emulator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
    ...env,
  };
}

async function cli(
  args: readonly string[],
  env: Record<string, string> = { VAULT_TOKEN: emulator.vaultToken },
  onStart: (kill: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [bundle, ...args], {
    cwd: folder,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  onStart((signal) => child.kill(signal));
  const exitCode = await new Promise<number | null>((ended) => child.on('close', ended));
  return { exitCode, ...written };
}

let mounts = 0;
async function manifest(keys: readonly string[] = ['db']): Promise<void> {
  const text = {
    path: `cli-${++mounts}`,
    create_mount: true,
    kms: { aws: { key_collection: 'us-west-2' } },
    keys: Object.fromEntries(keys.map((key) => [`${key}-${mounts}`, { kms: 'aws' }])),
  };
  await writeFile(join(folder, 'keys.yaml'), JSON.stringify(text));
}

test('the first plan of docs/command-line.md runs as it is printed', async () => {
  const page = await readFile('docs/command-line.md', 'utf8');
  const [, block = ''] = /Your first plan and apply[\s\S]*?```console\n([\s\S]*?)```/.exec(page) ?? [];
  const child = spawn('bash', ['-m', '-e', '-c', block.replaceAll('1820', '1829')], {
    env: environment({}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await new Promise((ended) => child.on('close', ended));
  expect(stderr).not.toContain('NodeVersionSupportWarning');
  expect(stdout).toContain('Plan: 3 to add');
  expect(stdout).toContain('distributed keymgmt/kms/aws-us-west-2/key/payments-db');
  expect(stdout).toContain('[ok] keymgmt_mount');
});

describe('the command line', () => {
  test('plans, applies and verifies as the Action does, with Terraform’s exit codes', async () => {
    await manifest();
    const plan = ['plan', '--manifest', 'keys.yaml', '--detailed-exitcode'];
    expect(await cli(plan)).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('to add') });
    expect(await cli(['plan', '--manifest', 'keys.yaml'])).toMatchObject({ exitCode: 0 });
    expect(await cli(['apply', '--manifest', 'keys.yaml'])).toMatchObject({ exitCode: 0 });
    expect(await cli(plan)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('No changes') });
    const principal = 'arn:aws:iam::111122223333:user/vault';
    const verified = await cli(['verify', '--manifest', 'keys.yaml', '--principal-arn', principal]);
    expect(verified).toMatchObject({ exitCode: 0 });
  });

  test('prints the report alone on standard output with --json', async () => {
    await manifest();
    const { stdout, exitCode } = await cli(['plan', '--manifest', 'keys.yaml', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'plan', plan: { in_sync: false }, error: null });
  });

  test('prints no workflow command and no secret', async () => {
    await manifest();
    const env = { KEYMGMT_METHOD: 'userpass', KEYMGMT_USERNAME: 'ci', KEYMGMT_PASSWORD: 'hunter2' };
    const { stdout, stderr, exitCode } = await cli(['apply', '--manifest', 'keys.yaml', '--debug'], env);
    expect(exitCode).toBe(0);
    expect(stdout + stderr).not.toMatch(/^::|hunter2/m);
    expect(stdout).toContain('Revoked the Vault token');
  });

  test('shows each problem of the inputs, and exits with 1', async () => {
    const { exitCode, stderr } = await cli(['apply', '--manifest', 'absent.yaml', '--timeout', 'long']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('absent.yaml');
    expect(stderr).toContain('timeout is "long"');
  });

  test('refuses a secret as an argument, and an option that it does not know', async () => {
    const secret = await cli(['apply', '--token', 'hvs.s3cret'], {});
    expect(secret).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('KEYMGMT_TOKEN') });
    expect(secret.stdout + secret.stderr).not.toContain('hvs.s3cret');
    const unknown = await cli(['plan', '--manifst', 'keys.yaml']);
    expect(unknown).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Did you mean --manifest?'),
    });
  });

  test('has an option for every input of action.yml, in the help of the commands that read it', async () => {
    const helps = await Promise.all(['import', 'rotate', 'policy'].map((name) => cli([name, '--help'])));
    const [all, rotate, policy] = helps.map(({ stdout }) => stdout);
    expect(helps.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    for (const name of Object.keys(allInputs).filter((input) => input !== 'command'))
      expect(all).toContain(`--${name.replaceAll('_', '-')} `);
    expect(rotate).toBe(all!.replace(/^import: .*$/m, /^rotate: .*$/m.exec(rotate!)![0]));
    expect(policy).toContain('--permissions ');
    expect(policy).not.toMatch(/^ +--(url|token|rotate-keys) /m);
  });

  test('shows the commands and the common options on one screen', async () => {
    const { stdout, exitCode } = await cli(['--help']);
    expect(exitCode).toBe(0);
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
    expect(stdout).toContain('--manifest ');
    expect(stdout.split('\n').length).toBeLessThan(60);
  });

  test('ends cleanly on Ctrl-C: says what was done, and revokes the token', async () => {
    await manifest(['a', 'b', 'c', 'd', 'e', 'f']);
    await emulator.setFaults({ match: { operation: 'CreateKey' }, fault: { delay_ms: 1_000 } });
    await emulator.clearRequests();
    const env = { KEYMGMT_METHOD: 'userpass', KEYMGMT_USERNAME: 'ci', KEYMGMT_PASSWORD: 'hunter2' };
    const args = ['apply', '--manifest', 'keys.yaml', '--max-concurrency', '1'];
    const run = await cli(args, env, async (kill) => {
      const isDistributing = async () =>
        (await emulator.requests()).some(
          ({ method, path }) => method === 'PUT' && /\/kms\/aws\/key\//.test(path),
        );
      while (!(await isDistributing())) await new Promise((wait) => setTimeout(wait, 50));
      kill('SIGINT');
    });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/cancelled: \d+ of 14 steps are done/);
    const revoked = (await emulator.requests()).filter(({ path }) => path.endsWith('auth/token/revoke-self'));
    expect(revoked).toHaveLength(1);
  });

  test('shows colours and a progress bar on a terminal', async () => {
    await manifest(['a', 'b', 'c']);
    await emulator.setFaults({ match: { operation: 'CreateKey' }, fault: { delay_ms: 300 } });
    const command = `${process.execPath} ${bundle} apply --manifest keys.yaml`;
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd: folder,
      env: environment({ VAULT_TOKEN: emulator.vaultToken, TERM: 'xterm' }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let screen = '';
    child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
    expect(await new Promise((ended) => child.on('close', ended))).toBe(0);
    expect(screen).toMatch(/\[[#.]{24}\] \d+\/\d+/);
    expect(screen).toContain('\u001b[1m');
  });
});
