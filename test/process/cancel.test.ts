import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ActionRun, runAction, runPost } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.vault('PUT', 'sys/auth/userpass', { body: { type: 'userpass' } });
  const policy = 'path "*" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }';
  await emulator.vault('PUT', 'sys/policies/acl/anything', { body: { policy } });
  const ann = { password: 'p4ssw0rd', token_policies: ['anything'] };
  await emulator.vault('PUT', 'auth/userpass/users/ann', { body: ann });
});
afterAll(() => emulator.stop());

describe('a run that is ended while it waits for Vault', () => {
  const inputs = () => ({
    command: 'plan',
    url: emulator.vaultAddr,
    method: 'userpass',
    username: 'ann',
    password: 'p4ssw0rd',
    name: 'aws-us-west-2',
    key_collection: 'us-west-2',
    keys: '- payments-db',
  });

  async function endedBy(signal: NodeJS.Signals): Promise<ActionRun> {
    await emulator.clearRequests();
    await emulator.setFaults({ match: { method: 'GET', path: 'keymgmt' }, fault: { delay_ms: 20_000 } });
    const loggedIn = async () =>
      (await emulator.requests()).some(({ path }) => path === '/v1/auth/userpass/login/ann');
    const run = await runAction(inputs(), {
      onStart: async (kill) => {
        while (!(await loggedIn())) await sleep(20);
        await sleep(100);
        kill(signal);
      },
    });
    await emulator.clearFaults();
    return run;
  }

  const isAlive = async ({ state }: ActionRun) =>
    (await emulator.vault('GET', 'auth/token/lookup-self', { token: state['token'] ?? '' })).status === 200;

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: revokes its token before the process ends',
    async (signal) => {
      const run = await endedBy(signal);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain('Revoked the Vault token');
      expect(await isAlive(run)).toBe(false);
      expect((await runPost(inputs(), run)).stdout).not.toContain('::warning');
    },
  );

  test('SIGKILL: post does it', async () => {
    const run = await endedBy('SIGKILL');
    expect(run.exitCode).toBeNull();
    expect(await isAlive(run)).toBe(true);
    expect((await runPost(inputs(), run)).stdout).toContain('Revoked the Vault token');
    expect(await isAlive(run)).toBe(false);
  });
});

test('a distribution that Vault is carrying out when the run is ended counts as done', async () => {
  await emulator.clearRequests();
  const place = '/keymgmt/kms/aws-us-west-2/key/in-flight$';
  await emulator.setFaults({ match: { method: 'PUT', path: place }, fault: { delay_ms: 1_500 } });
  const created = async () =>
    (await emulator.requests()).some(
      ({ method, path }) => method === 'PUT' && path === '/v1/keymgmt/key/in-flight',
    );
  const run = await runAction(
    {
      url: emulator.vaultAddr,
      token: emulator.vaultToken,
      name: 'aws-us-west-2',
      key_collection: 'us-west-2',
      keys: '- in-flight',
    },
    {
      env: { AWS_ENDPOINT_URL: emulator.awsEndpoint },
      onStart: async (kill) => {
        while (!(await created())) await sleep(20);
        await sleep(300);
        kill('SIGTERM');
      },
    },
  );
  await emulator.clearFaults();
  const { applied } = JSON.parse(run.report);
  expect(applied).toMatchObject({ failed: [], left: [] });
  expect(applied.done.map(({ op }: { op: string }) => op)).toContain('distribute');
  expect((await emulator.vault('GET', 'keymgmt/kms/aws-us-west-2/key/in-flight')).status).toBe(200);
});

describe('a proof that waits for AWS', () => {
  const inputs = (command: string) => ({
    command,
    url: emulator.vaultAddr,
    token: emulator.vaultToken,
    name: 'aws-us-west-2',
    key_collection: 'us-west-2',
    keys: '- waited-for',
  });
  const env = () => ({
    AWS_ENDPOINT_URL: emulator.awsEndpoint,
    AWS_ACCESS_KEY_ID: emulator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
  });
  /** Longer than a test may take: what ends before it has not waited. */
  const slow = { match: { operation: 'DescribeKey' }, fault: { delay_ms: 120_000 } };
  const answered = async () =>
    (await emulator.requests()).filter(({ fault, status }) => fault !== undefined && status !== null);
  beforeAll(async () => {
    expect((await runAction(inputs('apply'), { env: env() })).exitCode).toBe(0);
  });

  test('ends with the run', async () => {
    await emulator.clearRequests();
    await emulator.setFaults(slow);
    const listed = async () =>
      (await emulator.requests()).some(({ operation }) => operation === 'ListAliases');
    const run = await runAction(inputs('verify'), {
      env: env(),
      onStart: async (kill) => {
        while (!(await listed())) await sleep(20);
        await sleep(100);
        kill('SIGTERM');
      },
    });
    expect(await answered()).toEqual([]);
    await emulator.clearFaults();
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.outputs['error']!).code).toBe('cancelled');
    expect(run.outputs['compliant']).toBe('false');
  });

  test('ends with the time of the run, and is not complete', async () => {
    await emulator.setFaults(slow);
    const run = await runAction({ ...inputs('verify'), timeout: '2s' }, { env: env() });
    expect(await answered()).toEqual([]);
    await emulator.clearFaults();
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.outputs['verification']!)).toMatchObject({ complete: false, compliant: false });
  });
});
