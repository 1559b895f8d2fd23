import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CreateKeyCommand, EncryptCommand, GetKeyLastUsageCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

async function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['dist/emulator.cjs', ...args], {
    env: { PATH: process.env['PATH'] },
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

describe('the process', () => {
  test('prints one line when it is ready, and ends on SIGTERM', async () => {
    const emulator = await startEmulator({ args: ['--root-token', 'known'] });
    expect(JSON.parse(emulator.output().stdout)).toEqual({
      VAULT_ADDR: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      VAULT_TOKEN: 'known',
      AWS_ENDPOINT_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
    });
    expect(await emulator.stop()).toBe(0);
  });

  test('ends when the npm that started it is killed', async () => {
    const npm = spawn('npm', ['run', '--silent', 'emulator'], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(npm.stdout, 'data')) as [Buffer];
    const { VAULT_ADDR } = JSON.parse(line.toString()) as { VAULT_ADDR: string };
    npm.kill('SIGTERM');
    const isUp = () =>
      fetch(`${VAULT_ADDR}/v1/sys/health`).then(
        () => true,
        () => false,
      );
    for (let tried = 0; tried < 50 && (await isUp()); tried++)
      await new Promise((later) => setTimeout(later, 100));
    expect(await isUp()).toBe(false);
  });

  test('uses its own KMS in a shell that has the variables of another one', async () => {
    const other = await startEmulator();
    const emulator = await startEmulator({
      env: {
        AWS_ENDPOINT_URL: other.awsEndpoint,
        AWS_ACCESS_KEY_ID: other.accessKeyId,
        AWS_SECRET_ACCESS_KEY: other.secretAccessKey,
      },
    });
    await emulator.vault('PUT', 'keymgmt/key/k', { body: { type: 'aes256-gcm96' } });
    await emulator.vault('PUT', 'keymgmt/kms/aws', {
      body: { provider: 'awskms', key_collection: 'us-west-2' },
    });
    const { status } = await emulator.vault('PUT', 'keymgmt/kms/aws/key/k', {
      body: { purpose: 'encrypt,decrypt' },
    });
    expect(status).toBe(204);
    expect((await other.requests()).filter(({ operation }) => operation === 'CreateKey')).toEqual([]);
    await Promise.all([emulator.stop(), other.stop()]);
  });

  test('lists every problem of its command line', async () => {
    const { code, stderr } = await run(
      '--vault-port',
      '70000',
      '--upstream=ftp://x',
      '--quotas',
      '0',
      '--odd',
      'more',
      '--config',
    );
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'error: unknown option: --odd',
      'error: unexpected argument: more',
      'error: --config needs a value',
      'error: --upstream needs a token of that server that can read its policies: set --root-token or VAULT_TOKEN',
      'error: --vault-port must be a port from 0 to 65535, not "70000"',
      'error: --upstream must be an http or https URL, not "ftp://x"',
      'error: --quotas must be a number greater than 0, not "0"',
    ]);
  });

  test('lists every problem of its configuration', async () => {
    const path = join(tmpdir(), `emulator-config-${process.pid}.json`);
    await writeFile(path, JSON.stringify({ accounts: [], keymgmt: { asymetric: true }, tls: { cert: 'c' } }));
    const { code, stderr } = await run('--config', path);
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${path}: accounts: must name at least one account`);
    expect(stderr).toContain(`error: ${path}: keymgmt.asymetric: `);
    expect(stderr).toContain(`error: ${path}: tls.key: `);
    expect((await run('--config', `${path}.none`)).stderr).toContain('cannot read');
  });

  test('ends when a port is taken', async () => {
    const emulator = await startEmulator();
    const { code, stderr } = await run('--vault-port', new URL(emulator.awsEndpoint).port);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: the emulator cannot start: .*EADDRINUSE/m);
    await emulator.stop();
  });

  test('prints its usage', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    for (const flag of ['vault-port', 'aws-port', 'root-token', 'config', 'upstream', 'quotas']) {
      expect(stdout).toContain(`--${flag} `);
    }
  });
});

describe('on either port', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.stop());

  test('the log has every request, and no secret', async () => {
    await emulator.clearRequests();
    const credentials = { access_key: 'AKIAEXAMPLE', secret_key: 'in-the-body' };
    await emulator.vault('PUT', 'keymgmt/kms/logged?note=in-the-query', {
      body: { provider: 'awskms', key_collection: 'us-west-2', credentials },
    });
    await emulator.vault('PUT', 'sys/namespaces/logged');
    await emulator.vault('LIST', 'keymgmt/kms', { namespace: 'logged', token: 'in-the-header' });
    const entries = await emulator.requests();
    expect(entries).toMatchObject([
      {
        port: 'vault',
        method: 'PUT',
        path: '/v1/keymgmt/kms/logged',
        status: 204,
        duration_ms: expect.any(Number),
      },
      { port: 'vault', method: 'PUT', path: '/v1/sys/namespaces/logged', status: 200 },
      { port: 'vault', method: 'LIST', path: '/v1/keymgmt/kms', status: 403, namespace: 'logged' },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/in-the-|AKIAEXAMPLE/);
    const elsewhere = await fetch(`${emulator.vaultAddr}/_emulator/requests`);
    expect(await elsewhere.json()).toEqual(entries);
    const { stdout, stderr } = emulator.output();
    expect(stdout + stderr).not.toMatch(/in-the-/);
  });

  test('a fault replaces the response, with skip and times', async () => {
    await emulator.setFaults({
      match: { method: 'GET', path: '^/v1/sys/health$' },
      skip: 1,
      times: 2,
      fault: { status: 429, headers: { 'retry-after': '7' }, body: { errors: ['slow down'] } },
    });
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await emulator.vault('GET', 'sys/health'));
    expect(answers.map(({ status }) => status)).toEqual([200, 429, 429, 200]);
    expect(answers[1]!.headers.get('retry-after')).toBe('7');
    expect(answers[1]!.body).toEqual({ errors: ['slow down'] });
  });

  test('a request is dropped before or after it is executed', async () => {
    await emulator.setFaults(
      { match: { method: 'PUT', path: '/lost-before$' }, fault: { drop: 'before' } },
      { match: { method: 'PUT', path: '/lost-after$' }, fault: { drop: 'after' } },
    );
    const write = (name: string) =>
      emulator.vault('PUT', `keymgmt/key/${name}`, { body: { type: 'aes256-gcm96' } });
    await emulator.clearRequests();
    await expect(write('lost-before')).rejects.toThrow('fetch failed');
    await expect(write('lost-after')).rejects.toThrow('fetch failed');
    expect(await emulator.requests()).toMatchObject([
      { status: null, fault: 'drop before' },
      { status: null, fault: 'drop after' },
    ]);
    expect((await emulator.vault('GET', 'keymgmt/key/lost-before')).status).toBe(404);
    expect((await emulator.vault('GET', 'keymgmt/key/lost-after')).status).toBe(200);
  });

  test('a delay is applied, and faults can be cleared', async () => {
    await emulator.setFaults({ match: { path: 'seal-status' }, fault: { delay_ms: 2_000 } });
    let isAnswered = false;
    const delayed = emulator.vault('GET', 'sys/seal-status').then(() => {
      isAnswered = true;
    });
    await emulator.vault('GET', 'sys/leader');
    expect(isAnswered).toBe(false);
    await delayed;
    await emulator.clearFaults();
    await emulator.vault('GET', 'sys/seal-status');
    const requests = (await emulator.requests()).filter(({ path }) => path.endsWith('seal-status'));
    expect(requests.slice(-2)).toMatchObject([{ fault: 'delay 2000 ms' }, { status: 200 }]);
    expect(requests.at(-1)).not.toHaveProperty('fault');
  });

  test.each([
    [[{ fault: { status: 99 } }], '0.fault'],
    [[{ match: { path: '(' }, fault: { delay_ms: 1 } }], '0.match.path'],
    [[{ match: { verb: 'GET' }, fault: { delay_ms: 1 } }], '0.match.verb'],
    ['?', '0: '],
    [null, '0: '],
  ])('%j is no fault', async (body, place) => {
    const answer = await fetch(`${emulator.awsEndpoint}/_emulator/faults`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { errors: string[] }).errors.join()).toContain(place);
  });

  test('the method LIST is answered, also after another request and in several packets', async () => {
    await emulator.vault('PUT', 'keymgmt/key/listed', { body: { type: 'aes256-gcm96' } });
    const { hostname, port } = new URL(emulator.vaultAddr);
    const socket = connect(Number(port), hostname);
    const answer = text(socket);
    const head = `Host: ${hostname}\r\nX-Vault-Token: ${emulator.vaultToken}\r\n\r\n`;
    socket.write(`GET /v1/sys/seal-status HTTP/1.1\r\n${head}`);
    await once(
      socket.on('data', () => {}),
      'data',
    );
    socket.write('LIST /v1/keymgmt/key HTTP/1.1\r\nHost: x\r\nX-Vau');
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.write(`lt-Token: ${emulator.vaultToken}\r\n\r\n`);
    expect(await answer).toMatch(
      /^HTTP\/1.1 200 OK[\s\S]*HTTP\/1.1 200 OK[\s\S]*connection: close[\s\S]*"keys":\["listed"/,
    );
  });

  test.each(['nonsense', 'LIST //[ HTTP/1.1'])('%j is rejected', async (line) => {
    const { hostname, port } = new URL(emulator.vaultAddr);
    const socket = connect(Number(port), hostname);
    socket.write(`${line}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /);
  });
});

test('the clock is advanced by request, and the configuration delays the record of a use', async () => {
  const emulator = await startEmulator({ config: { kms: { usage_delay_seconds: 3600 } } });
  const credentials = { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey };
  const kms = new KMSClient({ region: 'us-west-2', endpoint: emulator.awsEndpoint, credentials });
  const KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
  await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));
  const usage = async () => (await kms.send(new GetKeyLastUsageCommand({ KeyId }))).KeyLastUsage;
  expect(await usage()).toEqual({});
  const advance = (body: object) =>
    fetch(`${emulator.vaultAddr}/_emulator/clock`, { method: 'POST', body: JSON.stringify(body) });
  expect((await advance({ advance_seconds: -1 })).status).toBe(400);
  expect((await advance({ advance_seconds: 3601 })).status).toBe(204);
  expect(await usage()).toMatchObject({ Operation: 'Encrypt' });
  await emulator.stop();
});
