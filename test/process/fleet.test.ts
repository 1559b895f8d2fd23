import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { output, runDeclared } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { vaultWrites } from '../support/vault-requests.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  for (const name of ['team-a', 'team-b'])
    await emulator.vault('PUT', `sys/namespaces/${name}`, { body: {} });
});
afterAll(() => emulator.stop());

/** Three mounts in two namespaces, four providers, sixty keys; every third key is to be rotated soon. */
function fleet(keys = 60): object[] {
  const mounts = [
    { namespace: 'team-a', path: 'keymgmt', kms: ['aws-us-west-2', 'aws-eu-west-1'] },
    { namespace: 'team-a', path: 'other/keymgmt', kms: ['aws-us-west-2'] },
    { namespace: 'team-b', path: 'keymgmt', kms: ['aws-us-west-2'] },
  ];
  const places = mounts.flatMap(({ kms }, mount) => kms.map((name) => ({ mount, name })));
  const declared = Array.from({ length: keys }, (_, index) => {
    const { mount, name } = places[index % places.length]!;
    const settings = { kms: name, ...(index % 3 === 0 ? { rotate_after: '1s' } : {}) };
    return { mount, key: [`key-${index}`, settings] as const };
  });
  return mounts.map(({ kms, ...mount }, index) => ({
    ...mount,
    create_mount: true,
    kms: Object.fromEntries(kms.map((name) => [name, { key_collection: name.slice(4) }])),
    keys: Object.fromEntries(declared.filter(({ mount }) => mount === index).map(({ key }) => key)),
  }));
}

test('a fleet applies, plans clean, rotates what is old, prunes what is gone, and is destroyed only with confirm', async () => {
  const applied = await runDeclared(emulator, 'apply', fleet());
  expect(applied.exitCode).toBe(0);
  const { ids, distributions } = {
    ids: output(applied, 'ids'),
    distributions: output(applied, 'distributions'),
  };
  expect([ids, distributions].map(({ length }) => length)).toEqual([4, 60]);
  expect(applied.outputs['id']).toBe('');

  await emulator.clearRequests();
  const planned = await runDeclared(emulator, 'plan', fleet(), { fail_on_drift: 'true' });
  expect(planned).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
  expect(output(planned, 'plan')).toMatchObject({ in_sync: true, undeclared: [] });
  expect(await vaultWrites(emulator)).toEqual([]);

  await setTimeout(1_001);
  const rotated = await runDeclared(emulator, 'rotate', fleet());
  expect(rotated.exitCode).toBe(0);
  expect(output(rotated, 'plan').steps).toHaveLength(20);
  expect(
    output(rotated, 'distributions').map((one: { latest_version: number }) => one.latest_version),
  ).toEqual(new Array(20).fill(2));

  await emulator.clearRequests();
  const pruning = await runDeclared(emulator, 'apply', fleet(55), { prune: 'true' });
  expect(output(pruning, 'error').code).toBe('not_confirmed');
  expect(await vaultWrites(emulator)).toEqual([]);
  const pruned = await runDeclared(emulator, 'apply', fleet(55), { prune: 'true', confirm: ids.join('\n') });
  expect(pruned.exitCode).toBe(0);
  expect(output(pruned, 'plan').steps.map(({ op }: { op: string }) => op)).toEqual(
    new Array(5).fill('remove_distribution'),
  );

  await emulator.clearRequests();
  const destroying = await runDeclared(emulator, 'destroy', fleet(55), { confirm: ids.slice(1).join('\n') });
  expect(output(destroying, 'error')).toMatchObject({ code: 'not_confirmed' });
  expect(await vaultWrites(emulator)).toEqual([]);
  const destroyed = await runDeclared(emulator, 'destroy', fleet(55), { confirm: ids.join('\n') });
  expect(destroyed.exitCode).toBe(0);
  expect(output(destroyed, 'plan').steps).toHaveLength(55 + 4);
  const left = await emulator.vault('LIST', 'keymgmt/key', { namespace: 'team-a' });
  expect(left.body.data.keys).toHaveLength(30);
}, 90_000);
