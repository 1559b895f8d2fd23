import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Inputs, output, runDeclared } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { vaultWrites } from '../support/vault-requests.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

let mounts = 0;
let path: string;
let names: readonly [string, string];
beforeEach(async () => {
  path = `keymgmt-${++mounts}`;
  names = [`a-${mounts}`, `b-${mounts}`];
  await emulator.clearFaults();
  await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
  for (const kms of ['aws', 'old']) {
    const body = { provider: 'awskms', key_collection: 'us-west-2' };
    await emulator.vault('PUT', `${path}/kms/${kms}`, { body });
  }
  for (const name of names) {
    await emulator.vault('PUT', `${path}/key/${name}`, { body: { type: 'aes256-gcm96' } });
    await emulator.vault('PUT', `${path}/kms/aws/key/${name}`, { body: { purpose: 'encrypt,decrypt' } });
  }
  await emulator.clearRequests();
});

const kms = { aws: { key_collection: 'us-west-2' } };
const on = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { kms: 'aws' }]));
const run = (command: string, keys: object, inputs: Inputs = {}) =>
  runDeclared(emulator, command, { path, kms, keys }, inputs);

async function exists(place: string): Promise<boolean> {
  return (await emulator.vault('GET', `${path}/${place}`)).status === 200;
}

test('the secrets of a provider need not be there for what writes no credentials', async () => {
  const credentials = { access_key: '${ABSENT_ACCESS_KEY}', secret_key: '${ABSENT_SECRET_KEY}' };
  const documents = { path, kms: { aws: { ...kms.aws, credentials } }, keys: on(...names) };
  const refused = await runDeclared(emulator, 'apply', documents);
  expect(output(refused, 'error').message).toContain('ABSENT_ACCESS_KEY');
  expect((await runDeclared(emulator, 'policy', documents)).exitCode).toBe(0);
  const rotated = await runDeclared(emulator, 'rotate', documents, { rotate_keys: names[0] });
  expect(rotated.exitCode).toBe(0);
  const destroyed = await runDeclared(emulator, 'destroy', documents, { confirm: `${path}/kms/aws` });
  expect(destroyed).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
});

describe('destroy', () => {
  test('is done only with the full id in confirm, then takes keys out of the KMS and leaves them in Vault', async () => {
    const id = `${path}/kms/aws`;
    for (const confirm of ['', '*', `${path}/kms/*`, `${id}/key/${names[0]}`]) {
      const unconfirmed = await run('destroy', on(...names), { confirm });
      expect(unconfirmed.exitCode).toBe(1);
      expect(output(unconfirmed, 'error')).toMatchObject({
        code: 'not_confirmed',
        message: expect.stringContaining(id),
      });
    }
    expect(await vaultWrites(emulator)).toEqual([]);
    const { versions } = (await emulator.vault('GET', `${id}/key/${names[0]}`)).body.data;

    const destroyed = await run('destroy', on(...names), { confirm: id });
    expect(destroyed).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
    expect(output(destroyed, 'plan').steps).toMatchObject([
      {
        op: 'remove_distribution',
        id: `${id}/key/${names[0]}`,
        disruptive: true,
        changes: [{ field: 'kms_keys', from: Object.values(versions), to: null }],
      },
      { op: 'remove_distribution', id: `${id}/key/${names[1]}` },
      { op: 'delete_provider', id, depends_on: names.map((name) => `${id}/key/${name}`) },
    ]);
    expect(destroyed.stdout).toMatch(/::notice.*waiting period.*cancel-key-deletion --region us-west-2/);
    expect(await exists('kms/aws')).toBe(false);
    expect([await exists(`key/${names[0]}`), await exists(`key/${names[1]}`)]).toEqual([true, true]);

    const again = await run('destroy', on(...names), { confirm: id });
    expect(again).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
    expect(output(again, 'plan').notices).toMatchObject([{ code: 'already_gone', id }]);
  });

  test.each([
    ['the provider holds an undeclared key', () => ({ keys: on(names[0]) }), 'provider_in_use'],
    [
      'the provider is in another region',
      () => ({ keys: on(...names), kms: { aws: { key_collection: 'eu-west-1' } } }),
      'immutable_field',
    ],
  ])('is refused before the first write when %s', async (_, declared, code) => {
    const confirm = `${path}/kms/aws`;
    const refused = await runDeclared(emulator, 'destroy', { path, kms, ...declared() }, { confirm });
    expect(refused.exitCode).toBe(1);
    expect(output(refused, 'plan').refusals).toMatchObject([{ code }]);
    expect(await vaultWrites(emulator)).toEqual([]);
  });

  test('is refused before the first write when the token may not delete the provider', async () => {
    const policy = `path "${path}/*" { capabilities = ["read", "list", "delete"] }
      path "${path}/kms/aws" { capabilities = ["read"] }`;
    await emulator.vault('PUT', `sys/policies/acl/${path}`, { body: { policy } });
    const { body } = await emulator.vault('PUT', 'auth/token/create', { body: { policies: [path] } });
    await emulator.clearRequests();
    const confirm = `${path}/kms/aws`;
    const refused = await run('destroy', on(...names), { confirm, token: body.auth.client_token });
    expect(output(refused, 'plan').refusals).toMatchObject([{ code: 'permission_denied', id: confirm }]);
    expect(await vaultWrites(emulator)).toEqual([]);
  });

  test('goes on where a lost answer, or the end of a run, stopped it', async () => {
    await emulator.setFaults(
      { match: { method: 'DELETE', path: `/key/${names[0]}$` }, times: 1, fault: { drop: 'after' } },
      {
        match: { method: 'DELETE', path: '/kms/aws$' },
        times: 1,
        fault: { status: 400, body: { errors: ['no'] } },
      },
    );
    const confirm = `${path}/kms/aws`;
    const stopped = await run('destroy', on(...names), { confirm });
    expect(stopped.exitCode).toBe(1);
    expect(output(stopped, 'error').message).toMatch(/delete_provider .*no.*2 of 3 steps are done/s);
    const finished = await run('destroy', on(...names), { confirm });
    expect(finished.exitCode).toBe(0);
    expect(await exists('kms/aws')).toBe(false);
  });
});

describe('prune', () => {
  test('takes what nobody declares away, with prune and confirm together', async () => {
    const [declared, undeclared] = names;
    const ids = [`${path}/kms/aws/key/${undeclared}`, `${path}/kms/old`];
    const plain = await run('apply', on(declared));
    expect(plain).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
    expect(output(plain, 'plan').undeclared).toEqual([...ids].sort());
    const unconfirmed = await run('apply', on(declared), { prune: 'true', confirm: ids[0]! });
    expect(output(unconfirmed, 'error')).toMatchObject({
      code: 'not_confirmed',
      message: expect.stringContaining(ids[1]!),
    });
    expect(await vaultWrites(emulator)).toEqual([]);

    const pruned = await run('apply', on(declared), { prune: 'true', confirm: ids.join('\n') });
    expect(pruned).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
    expect(await vaultWrites(emulator)).toEqual(expect.arrayContaining(ids.map((id) => `DELETE /v1/${id}`)));
    expect(await exists(`kms/aws/key/${declared}`)).toBe(true);
    expect(await exists(`key/${undeclared}`)).toBe(true);
    const clean = await run('plan', on(declared), { prune: 'true', fail_on_drift: 'true' });
    expect(clean.exitCode).toBe(0);
    expect(output(clean, 'plan').undeclared).toEqual([`${path}/key/${undeclared}`]);
  });

  test('refuses to take a provider away that holds a declared key', async () => {
    const [declared] = names;
    await emulator.vault('DELETE', `${path}/kms/aws/key/${declared}`);
    await emulator.vault('PUT', `${path}/kms/old/key/${declared}`, { body: { purpose: 'encrypt,decrypt' } });
    await emulator.clearRequests();
    const confirm = `${path}/kms/old\n${path}/kms/aws`;
    const refused = await run('apply', { [declared]: {} }, { prune: 'true', confirm });
    expect(output(refused, 'plan').refusals).toMatchObject([
      { code: 'provider_in_use', id: `${path}/kms/old`, from: [declared] },
    ]);
    expect(await vaultWrites(emulator)).toEqual([]);
  });
});
