import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type ConnectProxy, connectProxy } from '../support/proxy.ts';

const password = 'hunter2%40home';

/** `vault.test` and `aws.test` are known to the proxy alone, so the direct route is closed. */
let emulator: Emulator;
let proxy: ConnectProxy;
let ports: { vault: string; aws: string };
beforeAll(async () => {
  emulator = await startEmulator();
  proxy = await connectProxy({ credentials: 'ci:hunter2@home', resolve: () => '127.0.0.1' });
  ports = { vault: new URL(emulator.vaultAddr).port, aws: new URL(emulator.awsEndpoint).port };
});
afterAll(() => Promise.all([emulator.stop(), proxy.close()]));

function apply(hosts: { vault: string; aws: string }, env: Record<string, string>) {
  proxy.targets.splice(0);
  return runAction(
    {
      url: `http://${hosts.vault}:${ports.vault}`,
      token: emulator.vaultToken,
      name: 'aws-us-west-2',
      key_collection: 'us-west-2',
      keys: '- payments-db',
      verify_with: 'runner',
      principal_arn: 'arn:aws:iam::111122223333:root',
      permissions: 'vault',
      fail_on_noncompliance: 'false',
      request_timeout: '5s',
    },
    {
      env: {
        AWS_ENDPOINT_URL: `http://${hosts.aws}:${ports.aws}`,
        AWS_ACCESS_KEY_ID: emulator.accessKeyId,
        AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
        ...env,
      },
    },
  );
}

test.each(['HTTP_PROXY', 'http_proxy'])(
  '%s carries Vault and AWS, and its password is in no output',
  async (name) => {
    const run = await apply(
      { vault: 'vault.test', aws: 'aws.test' },
      { [name]: `http://ci:${password}@127.0.0.1:${proxy.port}` },
    );

    expect({ exitCode: run.exitCode, error: run.outputs['error'] }).toEqual({ exitCode: 0, error: '' });
    expect(JSON.parse(run.outputs['verification']!).keys).toMatchObject([
      { name: 'payments-db', status: 'pass' },
    ]);
    expect(new Set(proxy.targets)).toEqual(new Set([`vault.test:${ports.vault}`, `aws.test:${ports.aws}`]));
    for (const form of [password, 'hunter2@home', Buffer.from('ci:hunter2@home').toString('base64')]) {
      expect(run.everything).not.toContain(form);
    }
  },
);

test.each(['NO_PROXY', 'no_proxy'])('%s is honoured for both', async (name) => {
  const run = await apply(
    { vault: '127.0.0.1', aws: '127.0.0.1' },
    { HTTP_PROXY: `http://ci:${password}@127.0.0.1:${proxy.port}`, [name]: '127.0.0.1' },
  );
  expect(run.exitCode).toBe(0);
  expect(proxy.targets).toEqual([]);
});
