import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { applyCommand } from '../../src/action/commands/apply-command.ts';
import type { CommandResult } from '../../src/action/commands/job.ts';
import { planCommand } from '../../src/action/commands/plan-command.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Connection } from '../../src/vault/http/vault.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { connectTo, jobOn } from '../support/job.ts';
import { vaultWrites } from '../support/vault-requests.ts';

let emulator: Emulator;
let vault: Connection;
beforeAll(async () => {
  emulator = await startEmulator();
  vault = connectTo(emulator);
});
afterAll(async () => {
  await vault.close();
  await emulator.stop();
});

let mounts = 0;
let path: string;
let key: string;
beforeEach(async () => {
  path = `keymgmt-${++mounts}`;
  key = `multi-${mounts}`;
  await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
  await emulator.clearFaults();
  await emulator.clearRequests();
});

const regions = ['ap-south-1', 'eu-west-1'];

/** Runs a command on one key, in this process; `identity`: the runner has AWS credentials. */
async function run(
  command: 'apply' | 'plan',
  inputs: Readonly<Record<string, string>> = {},
  settings: object = { replica_regions: regions },
  identity = true,
): Promise<CommandResult> {
  const manifest = {
    path,
    kms: { aws: { key_collection: 'us-west-2' } },
    keys: { [key]: { kms: 'aws', ...settings } },
  };
  const job = jobOn(emulator, vault, manifest, inputs);
  const env = { AWS_ENDPOINT_URL: emulator.awsEndpoint };
  const effects = identity ? job.effects : { ...job.effects, env };
  return { apply: applyCommand, plan: planCommand }[command]({ ...job, effects });
}

const kms = (region: string) =>
  new KMSClient({
    region,
    endpoint: emulator.awsEndpoint,
    credentials: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
  });

async function stateIn(region: string): Promise<string | undefined> {
  const record = await emulator.vault('GET', `${path}/kms/aws/key/${key}`);
  const KeyId = Object.values(record.body.data.versions)[0] as string;
  const { KeyMetadata } = await kms(region).send(new DescribeKeyCommand({ KeyId }));
  return KeyMetadata?.KeyState;
}

const ops = ({ steps }: Pick<Plan, 'steps'>) => steps.map(({ op }) => op);

describe('a multi-region key', () => {
  test('is distributed, then replicated, then in sync', async () => {
    const applied = await run('apply');
    expect(applied.error).toBeUndefined();
    const { steps } = applied.plan!;
    expect(ops({ steps })).toEqual(['register_provider', 'create_key', 'distribute', 'replicate']);
    expect(steps[3]).toMatchObject({ id: steps[2]?.id, depends_on: [steps[2]?.id] });
    expect(applied.distributions).toMatchObject([{ replica_regions: regions }]);
    expect(await Promise.all(regions.map(stateIn))).toEqual(['Enabled', 'Enabled']);

    const again = await run('apply');
    expect(again).toMatchObject({ changed: false });
    expect(again.plan!).toMatchObject({ steps: [], notices: [] });
  });

  test('converges after a run that ended between distribution and replication', async () => {
    const refusal = { status: 400, body: { errors: ['no'] } };
    await emulator.setFaults({ match: { method: 'PUT', path: '/replicate$' }, times: 1, fault: refusal });
    const stopped = await run('apply');
    expect(stopped.error).toBeDefined();

    const planned = await run('plan', { fail_on_drift: 'true' });
    expect(planned.error).toMatchObject({ code: 'drift' });
    expect(planned.plan!.steps).toMatchObject([
      { op: 'replicate', changes: [{ field: 'replica_regions', from: [], to: regions }] },
    ]);
    expect((await run('apply')).error).toBeUndefined();
    expect(await Promise.all(regions.map(stateIn))).toEqual(['Enabled', 'Enabled']);
    expect((await run('plan')).plan!.in_sync).toBe(true);
  });

  test('has a missing replica noticed where one has no key material yet', async () => {
    await emulator.setFaults({
      match: { operation: 'ImportKeyMaterial' },
      skip: 1,
      times: 1,
      fault: { status: 400, body: { __type: 'InvalidImportTokenException', message: 'no' } },
    });
    expect((await run('apply')).error).toBeDefined();
    const planned = await run('plan');
    expect(planned.plan!.steps).toMatchObject([
      {
        op: 'replicate',
        changes: [{ from: [], to: regions }],
        reason: expect.stringContaining('ap-south-1'),
      },
    ]);
    expect((await run('apply')).error).toBeUndefined();
  });

  test.each([
    ['there is nothing to look with', {}, false, /the run has no identity to read AWS with/],
    ['AWS is out of reach', { fault: { status: 503, body: {} } }, true, /DescribeKey/],
  ])('is left as it is, with a notice, when %s', async (_, fault, identity, words) => {
    await run('apply');
    if ('fault' in fault) await emulator.setFaults({ match: { operation: 'DescribeKey' }, ...fault });
    const planned = await run('plan', { fail_on_drift: 'true' }, undefined, identity);
    expect(planned.error).toBeUndefined();
    expect(planned.plan!.notices).toMatchObject([
      { code: 'replicas_unknown', message: expect.stringMatching(words) },
    ]);
  });

  test('is refused by an older Vault before the first write', async () => {
    const body = { version: '1.21.4+ent', sealed: false };
    await emulator.setFaults({ match: { path: '/sys/seal-status$' }, fault: { status: 200, body } });
    const refused = await run('apply');
    expect(refused.error).toBeDefined();
    expect(refused.plan!.refusals).toMatchObject([
      { code: 'vault_too_old', id: `${path}/key/${key}`, message: expect.stringContaining('1.21.4+ent') },
    ]);
    expect(await vaultWrites(emulator)).toEqual([]);
    await run('plan', {}, {});
    const asked = (await emulator.requests()).filter(({ path }) => path.endsWith('seal-status'));
    expect(asked).toHaveLength(1);
  });

  test('cannot have its regions changed', async () => {
    await run('apply', {}, {});
    const refused = await run('apply');
    expect(refused.plan!.refusals).toMatchObject([
      { code: 'immutable_field', field: 'replica_regions', from: [], to: regions },
    ]);
  });
});

describe('a key that Vault no longer has while KMS still holds its alias', () => {
  beforeEach(async () => {
    await run('apply', {}, {});
    await emulator.vault('DELETE', `sys/mounts/${path}`);
    await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
  });

  test('is named before another one takes its place', async () => {
    const planned = await run('plan', {}, {});
    expect(planned.plan!.notices).toMatchObject([
      {
        code: 'key_lost',
        id: `${path}/key/${key}`,
        message: expect.stringContaining(`alias/hashicorp/${key}-`),
      },
    ]);
  });

  test('stops apply before the first write, unless its id is in confirm', async () => {
    await emulator.clearRequests();
    expect((await run('apply', {}, {})).error).toMatchObject({
      code: 'keys_lost',
      message: expect.stringContaining(`${path}/key/${key}`),
    });
    expect(await vaultWrites(emulator)).toEqual([]);
    const confirmed = await run('apply', { confirm: `${path}/key/${key}` }, {});
    expect(confirmed.error).toBeUndefined();
  });

  test('is not looked for where there is nothing to look with, nor where no key is missing', async () => {
    await emulator.clearRequests();
    expect((await run('plan', {}, {}, false)).plan!.notices).toEqual([]);
    await run('apply', {}, {}, false);
    await emulator.clearRequests();
    await run('plan', {}, {});
    expect((await emulator.requests()).filter(({ port }) => port === 'aws')).toEqual([]);
  });
});

describe('the look for aliases of keys that Vault does not have', () => {
  test('is left out with check_credentials: off, which asks AWS nothing', async () => {
    await run('plan', { check_credentials: 'off' });
    expect((await emulator.requests()).filter(({ port }) => port === 'aws')).toEqual([]);
  });

  test('does not wait for an AWS that does not answer', async () => {
    await emulator.setFaults({ match: { operation: 'ListAliases' }, fault: { delay_ms: 120_000 } });
    expect((await run('plan', {}, {})).error).toBeUndefined();
    const asked = (await emulator.requests()).filter(({ operation }) => operation === 'ListAliases');
    expect(asked).toMatchObject([{ status: null }]);
  });
});

test('keys past their rotate_after, and what nobody declares, are noticed', async () => {
  await run('apply', {}, {});
  await emulator.vault('PUT', `${path}/key/by-hand`, { body: { type: 'aes256-gcm96' } });
  await emulator.vault('PUT', `${path}/kms/by-hand`, {
    body: { provider: 'awskms', key_collection: 'us-west-2' },
  });
  await new Promise((resolve) => setTimeout(resolve, 1_001));
  const planned = (await run('plan', {}, { rotate_after: '1s' })).plan!;
  expect(planned).toMatchObject({
    in_sync: true,
    undeclared: [`${path}/key/by-hand`, `${path}/kms/by-hand`],
    notices: [{ code: 'rotation_due', id: `${path}/key/${key}` }],
  });
});
