import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Inputs, output, runDeclared, runnerIdentity } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { vaultRequests, vaultWrites } from '../support/vault-requests.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

let mounts = 0;
let path: string;
let key: string;
beforeEach(async () => {
  path = `keymgmt-${++mounts}`;
  key = `payments-${mounts}`;
  await emulator.clearFaults();
  await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
  await emulator.vault('PUT', `${path}/kms/aws`, {
    body: { provider: 'awskms', key_collection: 'us-west-2' },
  });
  for (const name of [key, `${key}-b`]) {
    await emulator.vault('PUT', `${path}/key/${name}`, { body: { type: 'aes256-gcm96' } });
    const body = { purpose: 'encrypt,decrypt', protection: 'hsm' };
    await emulator.vault('PUT', `${path}/kms/aws/key/${name}`, { body });
  }
  await emulator.clearRequests();
});

function rotate(inputs: Inputs, after: Readonly<Record<string, string>> = {}) {
  const declared = (name: string) => ({
    kms: 'aws',
    ...(after[name] === undefined ? {} : { rotate_after: after[name] }),
  });
  const keys = { [key]: declared(key), [`${key}-b`]: declared(`${key}-b`) };
  return runDeclared(
    emulator,
    'rotate',
    { path, kms: { aws: { key_collection: 'us-west-2' } }, keys },
    inputs,
    runnerIdentity(emulator),
  );
}

async function versions(name = key): Promise<string[]> {
  const record = await emulator.vault('GET', `${path}/kms/aws/key/${name}`);
  return Object.keys(record.body.data.versions);
}

describe('rotate_keys', () => {
  test('with the latest version rotates once, and a second run nothing', async () => {
    const run = await rotate({ rotate_keys: `${key}@1` });
    expect(run).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
    expect(output(run, 'plan').steps).toMatchObject([
      { op: 'rotate', id: `${path}/key/${key}`, changes: [{ field: 'latest_version', from: 1, to: 2 }] },
    ]);
    expect(output(run, 'distributions')).toMatchObject([
      { key, latest_version: 2, versions: { 1: expect.any(String), 2: expect.any(String) } },
    ]);
    expect(await vaultWrites(emulator)).toEqual([`PUT /v1/${path}/key/${key}/rotate`]);

    const again = await rotate({ rotate_keys: `${key}@1` });
    expect(again).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
    expect(output(again, 'plan').notices).toMatchObject([{ code: 'already_rotated' }]);
    expect([await versions(), await versions(`${key}-b`)]).toEqual([['1', '2'], ['1']]);
  });

  test('takes ids, and proves the new version with verify_with', async () => {
    const run = await rotate({ rotate_keys: `${path}/key/${key}`, verify_with: 'runner' });
    expect(run.exitCode).toBe(0);
    expect(output(run, 'verification')).toMatchObject({
      summary: { keys: 1, versions: 2, passed: 2 },
      keys: [{ name: key, status: 'pass' }],
    });
  });

  test('that names no key, one twice, or a version to come, is refused without a write', async () => {
    const wrong = await rotate({ rotate_keys: `nothing\n${key}\n${key}@1\n${key}-b@x` });
    const errors = wrong.stdout.split('\n').filter((line) => line.startsWith('::error'));
    expect(errors).toHaveLength(3);
    const early = await rotate({ rotate_keys: `${key}@7` });
    expect(output(early, 'plan').refusals).toMatchObject([{ code: 'version_not_there', from: 1, to: 7 }]);
    expect([wrong.exitCode, early.exitCode]).toEqual([1, 1]);
    expect(await vaultWrites(emulator)).toEqual([]);
  });
});

test('without rotate_keys, what is past its rotate_after is rotated, and nothing else', async () => {
  await setTimeout(1_001);
  const run = await rotate({}, { [key]: '1s', [`${key}-b`]: '90d' });
  expect(run.exitCode).toBe(0);
  expect(output(run, 'plan').steps).toMatchObject([{ op: 'rotate', id: `${path}/key/${key}` }]);
  expect([await versions(), await versions(`${key}-b`)]).toEqual([['1', '2'], ['1']]);

  await emulator.clearRequests();
  const idle = await rotate({ verify_with: 'runner' }, { [`${key}-b`]: '90d' });
  expect(idle).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
  expect(await vaultWrites(emulator)).toEqual([]);
});

describe('a rotation happens once', () => {
  test.each([
    ['its answer is lost', { drop: 'after' } as const],
    ['a proxy gives up on it', { status: 502 } as const],
  ])('when %s', async (_, fault) => {
    await emulator.setFaults({ match: { method: 'PUT', path: '/rotate$' }, times: 1, fault });
    const run = await rotate({ rotate_keys: key });
    expect(run.exitCode).toBe(0);
    expect(await versions()).toEqual(['1', '2']);
    expect(output(run, 'distributions')[0]).toMatchObject({ latest_version: 2 });
  });

  test('when Vault takes longer than a request may: it is waited for', async () => {
    await emulator.setFaults({ match: { operation: 'ImportKeyMaterial' }, fault: { delay_ms: 1_400 } });
    const run = await rotate({ rotate_keys: key, request_timeout: '1s' });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('Vault continues it');
    expect((await vaultWrites(emulator)).length).toBe(1);
    expect(await versions()).toEqual(['1', '2']);
  });
});

test('the run ends only once the new version is in the distribution', async () => {
  const { body } = await emulator.vault('GET', `${path}/kms/aws/key/${key}`);
  await emulator.clearRequests();
  await emulator.setFaults({
    match: { method: 'GET', path: `/kms/aws/key/${key}$` },
    skip: 1,
    times: 1,
    fault: { status: 200, body },
  });
  const run = await rotate({ rotate_keys: key });
  expect(Object.keys(output(run, 'distributions')[0].versions)).toEqual(['1', '2']);
  const looks = (await vaultRequests(emulator)).filter(
    (request) => request.method === 'GET' && request.path.endsWith(`/kms/aws/key/${key}`),
  );
  expect(looks).toHaveLength(3);
});

test('with verify_with the run ends only once the alias points at the new version', async () => {
  const { name, versions } = (await emulator.vault('GET', `${path}/kms/aws/key/${key}`)).body.data;
  const stale = { AliasName: `alias/hashicorp/${name}`, TargetKeyId: versions['1'] };
  await emulator.setFaults({
    match: { operation: 'ListAliases' },
    times: 1,
    fault: { status: 200, body: { Aliases: [stale], Truncated: false } },
  });
  const run = await rotate({ rotate_keys: key, verify_with: 'runner' });
  expect(run.exitCode).toBe(0);
  expect(output(run, 'verification').keys).toMatchObject([{ name: key, status: 'pass' }]);
  const looks = (await emulator.requests()).filter(({ operation }) => operation === 'ListAliases');
  expect(looks.length).toBeGreaterThan(1);
});

test('a rotation that was not approved is refused', async () => {
  const run = await rotate({ rotate_keys: key, expected_plan_digest: '0'.repeat(64) });
  expect(run.exitCode).toBe(1);
  expect(output(run, 'error').code).toBe('plan_changed');
  expect(await vaultWrites(emulator)).toEqual([]);
  const approved = await rotate({ rotate_keys: key, expected_plan_digest: run.outputs['plan_digest']! });
  expect(approved.exitCode).toBe(0);
});
