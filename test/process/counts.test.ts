import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { vaultRequests } from '../support/vault-requests.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

let mounts = 0;
let path: string;
beforeEach(async () => {
  path = `keymgmt-${++mounts}`;
  await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
  await emulator.clearFaults();
  await emulator.clearRequests();
});

interface Declared {
  readonly kms?: readonly string[];
  readonly keys: Readonly<Record<string, object>>;
}

/** Runs the bundle, and gives the requests that it made of Vault. */
async function count(declared: Declared, inputs: Record<string, string> = {}) {
  await emulator.clearRequests();
  const kms = declared.kms ?? ['aws'];
  const run = await runAction(
    {
      command: 'apply',
      url: emulator.vaultAddr,
      token: emulator.vaultToken,
      manifest: JSON.stringify({
        path,
        create_mount: inputs['create_mount'] === 'true',
        kms: Object.fromEntries(kms.map((name) => [name, { key_collection: 'us-west-2' }])),
        keys: declared.keys,
      }),
      ...Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== 'create_mount')),
    },
    { env: { AWS_ENDPOINT_URL: emulator.awsEndpoint } },
  );
  const requests = await vaultRequests(emulator);
  if (run.exitCode !== 0) throw new Error(run.stdout);
  return { requests, run };
}

function keys(number: number, more: object = {}): Record<string, object> {
  return Object.fromEntries(
    Array.from({ length: number }, (_, index) => [`k${path.slice(8)}-${index}`, { kms: 'aws', ...more }]),
  );
}

describe('requests to Vault, for N keys', () => {
  test.each([1, 12])('%i: 3N + 5 to create, 2N + 5 for nothing to do', async (n) => {
    const create = await count({ keys: keys(n) });
    expect(create.requests).toHaveLength(3 * n + 5);
    const noop = await count({ keys: keys(n) });
    expect(noop.requests).toHaveLength(2 * n + 5);
    expect(noop.run.outputs['changed']).toBe('false');
  });

  test('one more for each key whose settings differ from what Vault gives', async () => {
    const { requests } = await count({ keys: keys(3, { deletion_allowed: true, min_enabled_version: 0 }) });
    expect(requests).toHaveLength(3 * 3 + 5 + 3);
  });

  test('two more for a credentials refresh: the write, and the token’s capabilities before it', async () => {
    const inputs = (more: object) => ({
      url: emulator.vaultAddr,
      token: emulator.vaultToken,
      path,
      name: 'aws',
      key_collection: 'us-west-2',
      keys: JSON.stringify(Object.keys(keys(2))),
      ...more,
    });
    const pair = { access_key: emulator.accessKeyId, secret_key: emulator.secretAccessKey };
    const options = { env: { AWS_ENDPOINT_URL: emulator.awsEndpoint } };
    await runAction(inputs(pair), options);
    await emulator.clearRequests();
    await runAction(inputs(pair), options);
    expect(await vaultRequests(emulator)).toHaveLength(2 * 2 + 5 + 2);
  });

  test('for each further provider one more to create, two for nothing to do', async () => {
    const kms = ['aws', 'aws-2', 'aws-3'];
    const create = await count({ kms, keys: keys(2) });
    expect(create.requests).toHaveLength(3 * 2 + 5 + 2);
    const noop = await count({ kms, keys: keys(2) });
    expect(noop.requests).toHaveLength(2 * 2 + 5 + 2 * 2);
  });

  test('one more for a key that is not where it is declared', async () => {
    await count({ keys: keys(2) });
    const [first = ''] = Object.keys(keys(2));
    await emulator.vault('DELETE', `${path}/kms/aws/key/${first}`);
    const { requests } = await count({ keys: keys(2) }, { command: 'plan' });
    expect(requests).toHaveLength(2 * 2 + 5 + 1);
    expect(requests.filter(({ path }) => path.endsWith('/kms'))).toHaveLength(2);
  });

  test('one more to enable the mount; capabilities are read once for all paths of the plan', async () => {
    path = `free-${path}`;
    const { requests } = await count({ keys: keys(2) }, { create_mount: 'true' });
    expect(requests).toHaveLength(3 * 2 + 5 + 2);
    expect(requests.filter(({ path }) => path.includes('capabilities'))).toHaveLength(1);
  });
});

describe('with a login', () => {
  const login = { method: 'userpass', username: 'ci', password: 'swordfish', token: '' };
  beforeAll(async () => {
    await emulator.vault('PUT', 'sys/auth/userpass', { body: { type: 'userpass' } });
    await emulator.vault('PUT', 'sys/policies/acl/ci', {
      body: { policy: 'path "*" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }' },
    });
    const body = { password: 'swordfish', token_policies: 'ci' };
    await emulator.vault('PUT', 'auth/userpass/users/ci', { body });
  });

  test('one request more', async () => {
    const create = await count({ keys: keys(3) }, login);
    expect(create.requests).toHaveLength(3 * 3 + 5 + 1);
    const noop = await count({ keys: keys(3) }, login);
    expect(noop.requests).toHaveLength(2 * 3 + 5 + 1);
  });
});

test.each([1, 3])(
  'with max_concurrency %i there are no more connections, nor requests at once',
  async (max) => {
    await emulator.setFaults({ fault: { delay_ms: 10 } });
    const { requests } = await count({ keys: keys(6) }, { max_concurrency: String(max) });
    const atOnce = requests.map(
      ({ time }) =>
        requests.filter(
          (other) =>
            Date.parse(other.time) <= Date.parse(time) &&
            Date.parse(other.time) + (other.duration_ms ?? 0) > Date.parse(time),
        ).length,
    );
    expect(new Set(requests.map(({ connection }) => connection)).size).toBeLessThanOrEqual(max);
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(max);
  },
);
