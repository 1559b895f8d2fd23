import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { importCommand } from '../../src/action/commands/import-command.ts';
import { output, runDeclared } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { connectTo, jobOn } from '../support/job.ts';
import { vaultWrites } from '../support/vault-requests.ts';

let emulator: Emulator;
const namespace = 'team-a';
const inNamespace = (method: string, path: string, body: object) =>
  emulator.vault(method, path, { body, namespace });
const names = Array.from({ length: 30 }, (_, index) => `hand-made-${index}`);

beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.vault('PUT', `sys/namespaces/${namespace}`, { body: {} });
  await inNamespace('POST', 'sys/mounts/shared/keymgmt', { type: 'keymgmt' });
  for (const kms of ['aws', 'aws-2']) {
    const body = { provider: 'awskms', key_collection: 'us-west-2' };
    await inNamespace('PUT', `shared/keymgmt/kms/${kms}`, body);
  }
  await inNamespace('PUT', 'shared/keymgmt/key/kept-in-vault', { type: 'ecdsa-p384' });
  for (const [index, name] of names.entries()) {
    await inNamespace('PUT', `shared/keymgmt/key/${name}`, { type: 'aes256-gcm96' });
    if (index % 3 === 0) await inNamespace('PUT', `shared/keymgmt/key/${name}/rotate`, {});
    if (index % 5 === 0) await inNamespace('PUT', `shared/keymgmt/key/${name}`, { deletion_allowed: true });
    if (index % 7 === 0) await inNamespace('PUT', `shared/keymgmt/key/${name}`, { min_enabled_version: 0 });
    const body = { purpose: 'encrypt,decrypt', protection: 'hsm' };
    await inNamespace('PUT', `shared/keymgmt/kms/aws/key/${name}`, body);
  }
});
afterAll(() => emulator.stop());

describe('the manifest of an import plans to no change, and applies without a write', () => {
  test.each([
    ['a provider', 'team-a/shared/keymgmt/kms/aws', {}, 30, ['aws']],
    ['a whole mount', 'team-a/shared/keymgmt', {}, 31, ['aws', 'aws-2']],
    ['a mount of a namespace that is given', 'shared/keymgmt', { namespace }, 31, ['aws', 'aws-2']],
    [
      'a mount of the namespace of the connection',
      'shared/keymgmt',
      { vault_namespace: namespace },
      31,
      ['aws', 'aws-2'],
    ],
  ])('%s', async (_, import_id, inputs, keys, kms) => {
    await emulator.clearRequests();
    const imported = await runDeclared(emulator, 'import', null, { import_id, ...inputs });
    expect(imported).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
    const { manifest = '' } = imported.outputs;
    const document = parse(manifest);
    expect(document.path).toBe('shared/keymgmt');
    expect(document.namespace).toBe('vault_namespace' in inputs ? undefined : namespace);
    expect(Object.keys(document.keys)).toHaveLength(keys);
    expect(Object.keys(document.kms)).toEqual(kms);
    expect(manifest).toContain('access_key: ${AWS_ACCESS_KEY_ID_AWS}');

    const { vault_namespace = '' } = inputs as { vault_namespace?: string };
    const again = { manifest, vault_namespace, fail_on_drift: 'true' };
    const planned = await runDeclared(emulator, 'plan', null, again);
    expect(planned.exitCode).toBe(0);
    expect(output(planned, 'plan')).toMatchObject({ in_sync: true, steps: [], refusals: [] });
    const applied = await runDeclared(emulator, 'apply', null, again);
    expect(applied).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
    expect(await vaultWrites(emulator)).toEqual([]);
  });
});

test.each([
  ['keymgmt/kms/nothing', 'provider_missing'],
  ['nowhere', 'mount_missing'],
  ['team-a/shared', 'mount_missing'],
  ['team-a/shared/keymgmt/kms/aws/key/hand-made-1', 'mount_missing'],
  ['/keymgmt', 'invalid_input'],
  ['', 'invalid_input'],
])('"%s" is refused: %s', async (import_id, code) => {
  const vault = connectTo(emulator);
  const job = jobOn(emulator, vault, { path: 'keymgmt' }, { import_id });
  await expect(importCommand(job)).rejects.toMatchObject({ code });
  await vault.close();
});

test('the manifest is written where it is asked for, and given out where it cannot be', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  const import_id = 'team-a/shared/keymgmt';
  const into = (manifest_path: string) => runDeclared(emulator, 'import', null, { import_id, manifest_path });
  const path = join(folder, 'a', 'new', 'folder.yaml');
  const written = await into(path);
  expect(written.exitCode).toBe(0);
  expect(await readFile(path, 'utf8')).toBe(written.outputs['manifest']);

  const hindered = await into(join(path, 'below-a-file.yaml'));
  expect(hindered.exitCode).toBe(1);
  expect(output(hindered, 'error').code).toBe('manifest_unwritable');
  expect(hindered.outputs['manifest']).toBe(written.outputs['manifest']);
});
