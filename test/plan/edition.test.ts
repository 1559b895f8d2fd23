import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applyCommand } from '../../src/action/commands/apply-command.ts';
import { destroyCommand } from '../../src/action/commands/destroy-command.ts';
import { importCommand } from '../../src/action/commands/import-command.ts';
import { planCommand } from '../../src/action/commands/plan-command.ts';
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

const job = (path: string, more: object = {}, inputs: Record<string, string> = {}) =>
  jobOn(emulator, vault, { path, kms: { aws: { key_collection: 'us-west-2' } }, ...more }, inputs);

/** What sys/internal/ui/mounts answers for a path. */
async function mountedAs(path: string, data: object): Promise<void> {
  await emulator.clearFaults();
  await emulator.setFaults({
    match: { method: 'GET', path: `/internal/ui/mounts/${path}$` },
    fault: { status: 200, body: { data } },
  });
}

test.each([
  ['1.21.0', /1\.21\.0, Vault Community or OpenBao, which has no keymgmt engine/],
  ['2.4.1', /Vault Community or OpenBao/],
])('plan and apply on version %s say that keymgmt needs Vault Enterprise', async (version, message) => {
  await emulator.clearFaults();
  await emulator.setFaults({
    match: { path: '/sys/seal-status$' },
    fault: { status: 200, body: { version, sealed: false } },
  });
  await emulator.clearRequests();
  for (const run of [planCommand, applyCommand]) {
    const { plan, error } = await run(job('absent'));
    expect(error).toMatchObject({ code: 'plan_refused' });
    expect(plan?.refusals).toMatchObject([
      { code: 'enterprise_required', message: expect.stringMatching(message) },
    ]);
  }
  // A plugin may give it the engine: what enabling it comes to is for the server to say.
  const { plan, error } = await planCommand(job('absent', { create_mount: true }));
  expect(error).toBeUndefined();
  expect(plan?.notices).toContainEqual(
    expect.objectContaining({ code: 'enterprise_required', message: expect.stringMatching(message) }),
  );
  expect(await vaultWrites(emulator)).toEqual([]);
});

test('a missing mount of Vault Enterprise stays a missing mount', async () => {
  await emulator.clearFaults();
  expect((await planCommand(job('absent'))).plan?.refusals).toMatchObject([{ code: 'mount_missing' }]);
});

test('another engine at the path, or above it, is named', async () => {
  await mountedAs('secret', { type: 'kv', path: 'secret/' });
  await expect(planCommand(job('secret'))).rejects.toMatchObject({
    code: 'not_keymgmt',
    message: 'secret is a mount whose engine is of type "kv", not keymgmt.',
  });
  await mountedAs('secret/keymgmt', { type: 'kv', path: 'secret/' });
  await expect(planCommand(job('secret/keymgmt', { create_mount: true }))).rejects.toMatchObject({
    code: 'not_keymgmt',
    message: expect.stringContaining('lies within secret, where the engine is of type "kv"'),
  });
});

test('import of another engine names it', async () => {
  await mountedAs('secret', { type: 'kv', path: 'secret/' });
  await expect(importCommand(job('secret', {}, { import_id: 'secret' }))).rejects.toMatchObject({
    code: 'not_keymgmt',
    message: expect.stringContaining('"kv"'),
  });
});

test('destroy does not say that a provider is gone from a mount that it may not see', async () => {
  await emulator.clearFaults();
  const { error, plan } = await destroyCommand(job('absent', {}, { confirm: 'absent/kms/aws' }));
  expect(error).toMatchObject({ code: 'plan_refused' });
  expect(plan?.refusals).toMatchObject([{ code: 'mount_missing' }]);
});
