import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Clock } from '../../src/model/effects.ts';
import type { Report } from '../../src/model/report.ts';
import type { Emulator } from '../support/emulator.ts';
import { startEmulator } from '../support/emulator.ts';
import {
  account,
  allow,
  distribute,
  envAs,
  lookerPolicy,
  put,
  quiet,
  region,
  user,
  vaultActions,
} from './support.ts';

let emulator: Emulator;
const serverId = 'vault.example.com';

beforeAll(async () => {
  emulator = await startEmulator({
    config: {
      accounts: [
        {
          id: account,
          users: [
            user('looker', {
              looker: lookerPolicy,
              list: allow(['kms:ListKeys', 'cloudtrail:LookupEvents']),
            }),
            user('unlisted', { looker: lookerPolicy }),
            user('stranger', { looker: lookerPolicy }),
            user('vault', { vault: allow(vaultActions) }),
          ],
        },
      ],
    },
  });
  await distribute(emulator, 'first');
  await distribute(emulator, 'second', 0);
  await distribute(emulator, 'european', 0, 'eu-west-1');
  await put(emulator, 'sys/policies/acl/verifier', {
    policy: `
      path "keymgmt/kms" { capabilities = ["list"] }
      path "keymgmt/kms/+" { capabilities = ["read"] }
      path "keymgmt/kms/+/key/" { capabilities = ["list"] }
      path "keymgmt/kms/+/key/+" { capabilities = ["read"] }
      path "keymgmt/key/+" { capabilities = ["read"] }
    `,
  });
  await put(emulator, 'sys/auth/aws', { type: 'aws' });
  await put(emulator, 'auth/aws/config/client', { iam_server_id_header_value: serverId });
  await put(emulator, 'auth/aws/role/verifier', {
    auth_type: 'iam',
    bound_iam_principal_arn: ['looker', 'unlisted'].map((name) => `arn:aws:iam::${account}:user/${name}`),
    token_policies: ['verifier'],
  });
  await emulator.clearRequests();
});
afterAll(() => emulator.stop());

async function invoke(
  vault: Record<string, unknown> = {},
  name = 'looker',
  env: Record<string, string> = {},
  more: Record<string, unknown> = {},
  clock: Clock = systemClock,
) {
  const identity = envAs(emulator, name, {
    AWS_REGION: region,
    ALLOWED_VAULT_URLS: emulator.vaultAddr,
    ...env,
  });
  // The login takes the function's identity from where AWS's SDK takes it: the process.
  Object.assign(process.env, identity);
  const output = quiet();
  const event = {
    region,
    principal_arn: `arn:aws:iam::${account}:user/vault`,
    vault: { url: emulator.vaultAddr, role: 'verifier', aws_iam_server_id: serverId, ...vault },
    ...more,
  };
  const report: Report = await createHandler(identity, clock, output)(event);
  return { report, output };
}

test('every key that is distributed to the region, of every provider', async () => {
  const { report, output } = await invoke();
  expect(report).toMatchObject({ status: 'pass', compliant: true, orphans: [] });
  expect(report.keys.map(({ name, kms }) => `${kms}/${name}`)).toEqual([
    'aws-us-west-2/first',
    'aws-us-west-2/second',
  ]);
  expect(output.metrics).toMatchObject([
    { Failing: 0, Unproved: 0, Duration: expect.any(Number) },
    { region, NotCompliant: 0, Failed: 0, Indeterminate: 0, Denied: 0 },
    { region, kms: 'aws-us-west-2', Checked: 3, Failed: 0, Indeterminate: 0 },
  ]);
});

test('a region without a provider has no key, and that is no pass', async () => {
  const { report } = await invoke({}, 'looker', {}, { region: 'us-west-1' });
  expect(report).toMatchObject({ status: expect.not.stringMatching('pass'), compliant: false });
  expect(report.findings).toMatchObject([{ check: 'no_keys', status: 'indeterminate' }]);
});

test('the token is revoked, and found in no line of the log', async () => {
  await emulator.clearRequests();
  const { output } = await invoke();
  const paths = (await emulator.requests()).map(({ path }) => path);
  expect(paths.filter((path) => path?.includes('login'))).toHaveLength(1);
  expect(paths.filter((path) => path?.includes('revoke-self'))).toHaveLength(1);
  expect(output.lines.join('\n')).not.toMatch(/hvs\.|secret-of/);
});

describe('a KMS key that Vault does not know', () => {
  let key_id: string;
  beforeAll(async () => {
    const { accessKeyId, secretAccessKey } = emulator;
    const credentials = { accessKeyId, secretAccessKey };
    const client = new KMSClient({ region, endpoint: emulator.awsEndpoint, credentials });
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ Origin: 'EXTERNAL' }));
    await client.send(new CreateKeyCommand({ Origin: 'AWS_KMS' }));
    key_id = KeyMetadata!.KeyId!;
  });
  // Two minutes on, when a distribution is no longer under way.
  const later = { ...systemClock, now: () => new Date(Date.now() + 120_000) };

  test('is an orphan at the depth full, where everything was read from Vault', async () => {
    const { report } = await invoke({}, 'looker', {}, { depth: 'full' }, later);
    expect(report).toMatchObject({ status: 'pass', orphans: [{ alias: null, key_id }] });
  });

  test('is in the inventory with its creator, beside those that Vault knows', async () => {
    const permissions = { history: true };
    const { report } = await invoke({}, 'looker', {}, { depth: 'full', permissions }, later);
    expect(report.inventory).toMatchObject([
      {
        region,
        account_id: account,
        total: 5,
        vault: 3,
        imported: 1,
        kms: 1,
        custom_key_store: 0,
        unread: 0,
      },
    ]);
    const creator = expect.stringMatching(`^arn:aws:iam::${account}:`);
    expect(report.inventory![0]!.outside).toHaveLength(2);
    for (const key of report.inventory![0]!.outside) expect(key).toMatchObject({ creator, aliases: [] });
    expect(report.keys[0]!.versions[0]!.usage).toMatchObject({ last_used: null });
    const without = await invoke({ kms: ['aws-us-west-2'] }, 'looker', {}, { depth: 'full' }, later);
    expect(without.report).not.toHaveProperty('inventory');
  });

  test('is not looked for where the event names providers, nor at the depth standard', async () => {
    const { report } = await invoke({ kms: ['aws-us-west-2'] }, 'looker', {}, { depth: 'full' }, later);
    expect(report.orphans).toEqual([]);
    expect((await invoke({}, 'looker', {}, {}, later)).report.orphans).toEqual([]);
  });

  test('is left to be looked for by who may list keys', async () => {
    const { report } = await invoke({}, 'unlisted', {}, { depth: 'full' }, later);
    expect(report).toMatchObject({ status: 'pass', orphans: [] });
    expect(report.notices).toMatchObject([
      { code: 'orphan_key', message: expect.stringContaining('kms:ListKeys') },
    ]);
  });
});

test('only the providers that are named', async () => {
  expect((await invoke({ kms: ['aws-us-west-2'] })).report.summary.keys).toBe(2);
});

describe('a clear error', () => {
  test.each([
    ['a provider that is not there', { kms: ['azure'] }, 'keymgmt/kms/azure: Vault has no such provider'],
    ['a provider of another region', { kms: ['aws-eu-west-1'] }, 'eu-west-1'],
    ['a mount that is not there', { path: 'elsewhere' }, 'elsewhere'],
    ['a role that is not there', { role: 'nobody' }, 'login'],
    ['a server id that is wrong', { aws_iam_server_id: 'other' }, 'aws_iam_server_id'],
  ])('%s', async (_, vault, words) => {
    await expect(invoke(vault)).rejects.toMatchObject({
      name: 'CheckFailedError',
      message: expect.stringContaining(words),
    });
  });

  test('an identity that Vault does not know', async () => {
    await expect(invoke({}, 'stranger')).rejects.toMatchObject({ name: 'CheckFailedError' });
  });

  test('a redirect to a Vault that is not allowed is not followed', async () => {
    const heard: string[] = [];
    const other = createServer((request, response) => {
      heard.push(request.url ?? '');
      response.writeHead(200).end('{}');
    });
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const elsewhere = `http://localhost:${(other.address() as AddressInfo).port}`;
    const lure = createServer((request, response) =>
      response.writeHead(307, { location: `${elsewhere}${request.url}` }).end(),
    );
    await once(lure.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(lure.address() as AddressInfo).port}`;
    await expect(invoke({ url }, 'looker', { ALLOWED_VAULT_URLS: url })).rejects.toMatchObject({
      name: 'CheckFailedError',
      message: expect.stringContaining(`redirects to ${elsewhere}, which is not allowed`),
    });
    expect(heard).toEqual([]);
    other.close();
    lure.close();
  });

  test('a Vault that is not allowed hears nothing', async () => {
    await emulator.clearRequests();
    await expect(
      invoke({}, 'looker', { ALLOWED_VAULT_URLS: 'https://vault.example.com' }),
    ).rejects.toMatchObject({
      name: 'InvalidEventError',
    });
    expect(await emulator.requests()).toEqual([]);
  });
});
