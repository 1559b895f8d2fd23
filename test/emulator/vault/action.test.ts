import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

let temp: string;
beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), 'emulator-action-'));
});
afterAll(() => rm(temp, { recursive: true }));

interface Step {
  readonly code: number | null;
  readonly stdout: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
}

/** Runs the step as the runner does. */
async function step(env: Readonly<Record<string, string>>): Promise<Step> {
  const files = { outputs: join(temp, 'output'), env: join(temp, 'env'), state: join(temp, 'state') };
  for (const file of Object.values(files)) await writeFile(file, '');
  const child = spawn(process.execPath, ['dist/emulator.cjs'], {
    env: {
      PATH: process.env['PATH'],
      GITHUB_ACTIONS: 'true',
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: files.outputs,
      GITHUB_ENV: files.env,
      GITHUB_STATE: files.state,
      INPUT_VAULT_PORT: '0',
      INPUT_AWS_PORT: '0',
      INPUT_EXPORT_ENV: 'false',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const [outputs, exported, state] = await Promise.all(
    Object.values(files).map(async (file) => commandFile(await readFile(file, 'utf8'))),
  );
  return { code: child.exitCode, stdout, outputs: outputs!, env: exported!, state: state! };
}

/** `name<<delimiter`, the value, the delimiter. */
function commandFile(content: string): Record<string, string> {
  return Object.fromEntries(
    [...content.matchAll(/^(.+?)<<(.+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name, value]),
  );
}

describe('the sub-action', () => {
  test('starts an emulator, and its post step ends it', async () => {
    const main = await step({ INPUT_ROOT_TOKEN: 'the-root-token', INPUT_EXPORT_ENV: 'true' });
    expect(main).toMatchObject({ code: 0, outputs: { vault_token: 'the-root-token' } });
    expect(main.env).toEqual({
      VAULT_ADDR: main.outputs['vault_addr'],
      VAULT_TOKEN: 'the-root-token',
      AWS_ENDPOINT_URL: main.outputs['aws_endpoint_url'],
      AWS_ACCESS_KEY_ID: main.outputs['aws_access_key_id'],
      AWS_SECRET_ACCESS_KEY: main.outputs['aws_secret_access_key'],
    });
    const health = `${main.outputs['vault_addr']}/v1/sys/health`;
    expect((await fetch(health)).status).toBe(200);

    const post = await step({ STATE_pid: main.state['pid']! });
    expect(post.code).toBe(0);
    await expect(fetch(health)).rejects.toThrow('fetch failed');
    expect((await step({ STATE_pid: main.state['pid']! })).code).toBe(0);
  });

  test('masks the secrets before it prints anything else, and sets what it declares', async () => {
    const { inputs, outputs } = parse(await readFile('emulator/action.yml', 'utf8'));
    expect(inputs).toMatchObject({ vault_port: { default: '0' }, export_env: { default: 'false' } });
    const main = await step({});
    expect(Object.keys(main.outputs).sort()).toEqual(Object.keys(outputs).sort());
    const { vault_token, aws_secret_access_key } = main.outputs;
    expect(main.env).toEqual({});
    const lines = main.stdout.trim().split('\n');
    expect(lines.slice(0, 2)).toEqual([`::add-mask::${vault_token}`, `::add-mask::${aws_secret_access_key}`]);
    expect(lines.slice(2).join()).not.toContain(vault_token);
    await step({ STATE_pid: main.state['pid']! });
  });

  test('lists every problem of its inputs', async () => {
    const main = await step({ INPUT_VAULT_PORT: 'x', INPUT_QUOTAS: '-1' });
    expect(main.code).toBe(1);
    expect(main.stdout).toContain('--vault-port must be a port from 0 to 65535, not "x"');
    expect(main.stdout).toContain('--quotas must be a number greater than 0, not "-1"');
  });
});
