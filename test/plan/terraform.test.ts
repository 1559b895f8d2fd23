import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { applyCommand } from '../../src/action/commands/apply-command.ts';
import { destroyCommand } from '../../src/action/commands/destroy-command.ts';
import { importCommand } from '../../src/action/commands/import-command.ts';
import type { CommandResult } from '../../src/action/commands/job.ts';
import { planCommand } from '../../src/action/commands/plan-command.ts';
import { rotateCommand } from '../../src/action/commands/rotate-command.ts';
import { parseYaml } from '../../src/declare/parse-yaml.ts';
import type { Connection } from '../../src/vault/http/vault.ts';
import { type Emulator, type FaultRequest, startEmulator } from '../support/emulator.ts';
import { connectTo, jobOn } from '../support/job.ts';
import { vaultWrites } from '../support/vault-requests.ts';

/**
 * What terraform-provider-vault does with keymgmt, finding by finding, and what happens here instead;
 * docs/coming-from-terraform.md has a line for each.
 */
let emulator: Emulator;
let vault: Connection;
beforeAll(async () => {
  emulator = await startEmulator({ config: { keymgmt: { asymmetric: true } } });
  const quick = { tries: 3, first_delay: 5, longest_delay: 20, grace: 100 };
  vault = connectTo(emulator, emulator.vaultToken, quick);
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
  key = `k-${mounts}`;
  await emulator.clearFaults();
  await put(`sys/mounts/${path}`, { type: 'keymgmt' });
  await emulator.clearRequests();
});

async function put(place: string, body: object): Promise<void> {
  const { status } = await emulator.vault('PUT', place, { body });
  if (status >= 300) throw new Error(`${place}: ${status}`);
}

const commands = {
  apply: applyCommand,
  plan: planCommand,
  destroy: destroyCommand,
  rotate: rotateCommand,
  import: importCommand,
};

/** Runs a command on one provider with one key, or with what is declared instead. */
async function run(
  command: keyof typeof commands,
  settings: object | null = {},
  inputs: Record<string, string> = {},
  declared: object = {},
  env: Record<string, string> = {},
): Promise<CommandResult> {
  const keys = settings === null ? {} : { [key]: { kms: 'aws', ...settings } };
  const manifest = { path, kms: { aws: { key_collection: 'us-west-2' } }, keys, ...declared };
  await emulator.clearRequests();
  return commands[command](jobOn(emulator, vault, manifest, inputs, env));
}

const ops = ({ plan }: CommandResult) => plan?.steps.map(({ op }) => op);
const refusals = ({ plan }: CommandResult) =>
  plan?.refusals.map(({ code, field, from, to }) => [code, field, from, to]);

async function fieldOf(place: string, field: string): Promise<unknown> {
  return (await emulator.vault('GET', `${path}/${place}`)).body.data?.[field];
}

const once = (path: string, method: string, fault: FaultRequest['fault']): FaultRequest => ({
  match: { method, path },
  times: 1,
  fault,
});

test('(a) deletion_allowed left out works, and stays as Vault has it', async () => {
  expect((await run('apply')).error).toBeUndefined();
  expect(await fieldOf(`key/${key}`, 'deletion_allowed')).toBe(false);
  expect((await run('plan')).plan?.in_sync).toBe(true);
  await put(`${path}/key/${key}`, { deletion_allowed: true });
  expect((await run('plan')).plan?.in_sync).toBe(true);
});

test('(b) min_enabled_version at creation is set, or refused before the key is there', async () => {
  const early = await run('apply', { min_enabled_version: 2 });
  expect(refusals(early)).toEqual([['version_not_there', 'min_enabled_version', 1, 2]]);
  expect(await vaultWrites(emulator)).toEqual([]);
  expect((await run('apply', { min_enabled_version: 0 })).error).toBeUndefined();
  expect(await fieldOf(`key/${key}`, 'min_enabled_version')).toBe(0);
});

test('(c) an import followed by an apply leaves the key where it is', async () => {
  await run('apply');
  const versions = await fieldOf(`kms/aws/key/${key}`, 'versions');
  const { manifest } = await run('import', null, { import_id: `${path}/kms/aws` });
  const { trees } = parseYaml({ text: manifest!, file: null, input: 'manifest' });
  const applied = await run('apply', null, {}, trees[0]!.data as object);
  expect(applied).toMatchObject({ changed: false, plan: { steps: [] } });
  expect(await vaultWrites(emulator)).toEqual([]);
  expect(await fieldOf(`kms/aws/key/${key}`, 'versions')).toEqual(versions);
});

test('(d) a changed purpose, an extra key and a rotation out of band are seen', async () => {
  await put(`${path}/kms/aws`, { provider: 'awskms', key_collection: 'us-west-2' });
  for (const name of [key, `${key}-extra`]) {
    await put(`${path}/key/${name}`, { type: 'rsa-2048' });
    await put(`${path}/kms/aws/key/${name}`, { purpose: 'sign,verify' });
  }
  await put(`${path}/key/${key}/rotate`, {});
  const planned = await run('plan', { type: 'rsa-2048', purpose: ['encrypt', 'decrypt'] });
  expect(refusals(planned)).toEqual([
    ['immutable_field', 'purpose', ['sign', 'verify'], ['decrypt', 'encrypt']],
  ]);
  expect(planned.plan?.undeclared).toEqual([`${path}/kms/aws/key/${key}-extra`]);
  expect(planned.distributions).toMatchObject([{ key, latest_version: 2 }]);
});

test('(e) a distribution that was deleted out of band comes back', async () => {
  await run('apply');
  await emulator.vault('DELETE', `${path}/kms/aws/key/${key}`);
  await new Promise((resolve) => setTimeout(resolve, 1_001));
  expect(ops(await run('apply'))).toEqual(['distribute']);
  expect((await run('plan')).plan?.in_sync).toBe(true);
});

test('(f) keys leave a provider before it goes', async () => {
  await run('apply');
  expect(ops(await run('destroy', {}, { confirm: `${path}/kms/aws` }))).toEqual([
    'remove_distribution',
    'delete_provider',
  ]);
  expect(await vaultWrites(emulator)).toEqual([
    `DELETE /v1/${path}/kms/aws/key/${key}`,
    `DELETE /v1/${path}/kms/aws`,
  ]);
});

test('(g) a removal is whole or not begun: keys stay in Vault, whatever their deletion_allowed', async () => {
  await run('apply', { deletion_allowed: false });
  const confirm = `${path}/kms/aws`;
  expect((await run('apply', null, { prune: 'true', confirm })).error).toBeUndefined();
  expect(await fieldOf(`key/${key}`, 'type')).toBe('aes256-gcm96');
  await run('apply', null, {}, { keys: { [`${key}-2`]: { kms: 'aws' } } });
  const refused = await run('destroy', null, { confirm });
  expect(refusals(refused)).toEqual([['provider_in_use', null, [`${key}-2`], null]]);
  expect(await vaultWrites(emulator)).toEqual([]);
});

test('(h1) a 503 is tried again, and a rotation that it hides is not repeated', async () => {
  await emulator.setFaults(once('/kms/aws/key/', 'PUT', { status: 503, body: { errors: ['down'] } }));
  expect((await run('apply')).error).toBeUndefined();
  await emulator.setFaults(once('/rotate$', 'PUT', { drop: 'after' }));
  expect((await run('rotate', {}, { rotate_keys: key })).error).toBeUndefined();
  expect(await fieldOf(`key/${key}`, 'latest_version')).toBe(2);
});

test('(h5, h6) where the read after a distribution fails, the next run goes on without a second one', async () => {
  await emulator.setFaults({
    match: { method: 'GET', path: '/kms/aws/key/.' },
    fault: { status: 504, body: { errors: ['injected'] } },
  });
  expect((await run('apply')).error).toMatchObject({ message: expect.stringContaining('injected') });
  await emulator.clearFaults();
  expect(await run('apply')).toMatchObject({ changed: false, plan: { steps: [] } });
  expect(await vaultWrites(emulator)).toEqual([]);
});

test('(i) declared credentials are written again on each apply, unless on_create is asked for', async () => {
  const pair = { access_key: '${A}', secret_key: '${B}' };
  const kms = { aws: { key_collection: 'us-west-2', credentials: pair } };
  const env = { A: emulator.accessKeyId, B: emulator.secretAccessKey };
  const inputs = { check_credentials: 'off' };
  expect((await run('apply', {}, inputs, { kms }, env)).error).toBeUndefined();
  expect(ops(await run('apply', {}, inputs, { kms }, env))).toEqual(['refresh_credentials']);
  expect(await vaultWrites(emulator)).toEqual([`PUT /v1/${path}/kms/aws`]);
  const created = { ...inputs, update_credentials: 'on_create' };
  expect(ops(await run('apply', {}, created, { kms }, env))).toEqual([]);
});

test('(j, j2) a changed type or region is refused by the plan, with both values and a way out', async () => {
  await run('apply');
  const type = await run('apply', { type: 'rsa-2048', purpose: ['decrypt', 'encrypt'] });
  expect(refusals(type)).toEqual([['immutable_field', 'type', 'aes256-gcm96', 'rsa-2048']]);
  const region = await run('apply', {}, {}, { kms: { aws: { key_collection: 'eu-west-1' } } });
  expect(refusals(region)).toEqual([['immutable_field', 'key_collection', 'us-west-2', 'eu-west-1']]);
  for (const { plan } of [type, region]) expect(plan?.refusals[0]?.remedy).toMatch(/^Declare what Vault has/);
  expect(await vaultWrites(emulator)).toEqual([]);
});

test('(k) a mount that is gone is an error, or, to be made again, new key material that is spoken of', async () => {
  await run('apply');
  await emulator.vault('DELETE', `sys/mounts/${path}`);
  const gone = await run('apply');
  expect(refusals(gone)).toEqual([['mount_missing', null, null, null]]);
  expect(ops(gone)).toEqual([]);
  const again = await run('plan', {}, {}, { create_mount: true });
  expect(ops(again)).toEqual(['enable_mount', 'register_provider', 'create_key', 'distribute']);
  expect(again.plan?.notices.map(({ code }) => code)).toEqual(['new_key_material', 'key_lost']);
});
