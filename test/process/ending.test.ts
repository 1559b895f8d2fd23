import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAction, runPost } from '../support/action.ts';

/** Gives each user that logs in its own name as the token, and never answers anything else. */
const requests: string[] = [];
const silent: Server = createServer((request, response) => {
  const [, user] = /\/login\/(\w+)$/.exec(request.url!) ?? [];
  requests.push(`${user ?? request.headers['x-vault-token']} ${request.url}`);
  if (user === undefined) return;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ auth: { client_token: user, accessor: `of-${user}`, lease_duration: 600 } }));
});
beforeAll(() => new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening)));
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const requestsOf = (user: string) => requests.filter((request) => request.startsWith(`${user} `));

const inputs = (username = 'ann') => ({
  command: 'plan',
  url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
  method: 'userpass',
  username,
  password: 'p4ssw0rd',
  name: 'aws',
  key_collection: 'us-west-2',
});

describe('a run that is cancelled while Vault hangs', () => {
  // `test/action/run-limit.test.ts` has how long each part may take.
  test.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: publishes, then tries to revoke',
    async (signal) => {
      const run = await runAction(inputs(signal), {
        onStart: async (kill) => {
          while (requestsOf(signal).length < 2) await sleep(20);
          kill(signal);
        },
      });
      expect(run.exitCode).toBe(1);
      expect(JSON.parse(run.outputs['error']!)).toMatchObject({ code: 'cancelled' });
      expect(JSON.parse(run.report)).toMatchObject({ error: { code: 'cancelled' } });
      expect(run.summary).toContain('cancelled');
      expect(run.stdout).toMatch(/^::warning::The Vault token \(accessor of-\w+\) could not be revoked/m);
      expect(requestsOf(signal).at(-1)).toContain('revoke-self');
    },
  );

  test.concurrent('the post step gives up after its own short budget', async () => {
    const state = { token: 'hvs.silent', accessor: 'acc', namespace: '', expires: '' };
    const run = await runPost(inputs(), { state });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^::warning::The Vault token \(accessor acc\) could not be revoked/m);
  });
});

describe('before the first request', () => {
  async function fifo(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'fifo-'));
    const path = join(folder, 'manifest.yaml');
    await promisify(execFile)('mkfifo', [path]);
    return path;
  }

  test.each([
    ['an endless file', async () => '/dev/zero'],
    ['a pipe', fifo],
    ['a folder', async () => '/tmp'],
  ])('%s as a manifest, a certificate or a token file is an error, not a wait', async (_, path) => {
    const file = await path();
    const run = await runAction({
      ...inputs(),
      name: '',
      key_collection: '',
      manifest: file,
      ca_certificate: file,
    });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain(`::error file=${file}::${file}: is not a regular file`);
    expect(run.stdout).toMatch(/ca_certificate.*not name a regular file/);
    const kubernetes = await runAction({
      ...inputs(),
      method: 'kubernetes',
      role: 'r',
      kubernetes_token_path: file,
    });
    expect(kubernetes.stdout).toContain('not a regular file');
  });

  test('a glob over too many files ends with their number', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'many-'));
    for (let index = 0; index <= 1_000; index++) await writeFile(join(folder, `${index}.yaml`), '');
    const run = await runAction({ ...inputs(), name: '', key_collection: '', manifest: `${folder}/*` });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/::error::.*matches more than 1000 files/);
    await rm(folder, { recursive: true });
  });

  describe('in folders that link to each other', () => {
    let maze: string;
    beforeAll(async () => {
      maze = await endlessFolders();
    });
    afterAll(() => rm(maze, { recursive: true }));
    const search = () => ({ ...inputs(), name: '', key_collection: '', manifest: `${maze}/**/none` });

    test('a glob ends with its time', async () => {
      const run = await runAction(search());
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toMatch(/::error::.*takes longer than 5 s to search/);
    });

    test('a signal ends a run that is still searching', async () => {
      const output = join(maze, 'output');
      await writeFile(output, '');
      const run = await runAction(search(), {
        env: { GITHUB_OUTPUT: output },
        onStart: async (kill) => {
          while ((await readFile(output, 'utf8')) === '') await sleep(20);
          kill('SIGTERM');
        },
      });
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain('The run was cancelled before any request was sent');
    });
  });
});

/** So many ways through a few folders that no search comes to an end: each links to all others. */
async function endlessFolders(): Promise<string> {
  const maze = await mkdtemp(join(tmpdir(), 'maze-'));
  const names = Array.from('abcdefghij');
  for (const name of names) {
    await mkdir(join(maze, name));
    for (const other of names) if (other !== name) await symlink(join('..', other), join(maze, name, other));
  }
  return maze;
}

describe('the end of the process', () => {
  test('loses no line, however slow its reader', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slow-'));
    await writeFile(join(folder, 'output'), '');
    const manifest = Array.from({ length: 40 }, (_, index) => `field_${'x'.repeat(3_000)}_${index}: 1`).join(
      '\n',
    );
    const child = spawn(process.execPath, ['dist/index.cjs'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        PATH: process.env['PATH'],
        GITHUB_ACTIONS: 'true',
        GITHUB_OUTPUT: join(folder, 'output'),
        RUNNER_TEMP: folder,
        INPUT_COMMAND: 'policy',
        INPUT_MANIFEST: manifest,
      },
    });
    let text = '';
    for await (const chunk of child.stdout) {
      text += chunk;
      await sleep(50);
    }
    const errors = text.split('\n').filter((line) => line.startsWith('::error'));
    expect(errors).toHaveLength(40);
    expect(text.endsWith('\n')).toBe(true);
  }, 30_000);

  test('outside GitHub Actions nothing is printed that only the runner may see', async () => {
    const outside = await runAction(inputs(), { env: { GITHUB_ACTIONS: '' } });
    expect(outside.exitCode).toBe(1);
    expect(outside.stdout).toBe('');
    expect(outside.stderr).toMatch(/runs in GitHub Actions only.*command line/);
  });
});

describe('files that a run would overwrite', () => {
  async function manifestFile(): Promise<string> {
    const path = join(await mkdtemp(join(tmpdir(), 'manifest-')), 'keys.yaml');
    await writeFile(path, 'path: keymgmt\nkms: {aws: {key_collection: us-west-2}}\n');
    return path;
  }

  test.each(['report_path', 'sarif_path', 'junit_path', 'html_path'])(
    '%s equal to the manifest',
    async (input) => {
      const manifest = await manifestFile();
      const before = await readFile(manifest, 'utf8');
      const run = await runAction({ ...inputs(), name: '', key_collection: '', manifest, [input]: manifest });
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain(
        `::error::input ${input}: ${input} names the same file as a file of the manifest`,
      );
      expect(await readFile(manifest, 'utf8')).toBe(before);
      expect(JSON.parse(run.report)).toMatchObject({ error: { code: 'invalid_input' } });
    },
  );

  test('a manifest that is invalid is kept too', async () => {
    const manifest = await manifestFile();
    await writeFile(manifest, 'kms: [');
    await runAction({ ...inputs(), name: '', key_collection: '', manifest, report_path: manifest });
    expect(await readFile(manifest, 'utf8')).toBe('kms: [');
  });

  test('two reports in one file', async () => {
    const run = await runAction({
      ...inputs('reporter'),
      report_path: 'a/out',
      sarif_path: 'a/../a/out',
      junit_path: 'a/out',
    });
    expect(run.exitCode).toBe(1);
    expect(run.stdout.match(/^::error::input (sarif|junit)_path: .* names the same file as/gm)).toHaveLength(
      2,
    );
    expect(requestsOf('reporter')).toEqual([]);
  });
});
