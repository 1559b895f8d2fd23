import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const get = (path: string) => emulator.vault('GET', path);
const put = (path: string, body: unknown = {}, options: object = {}) =>
  emulator.vault('PUT', path, { body, ...options });

describe('sys/mounts/auth', () => {
  beforeAll(async () => void (await put('sys/auth/jwt', { type: 'jwt', description: 'ci' })));

  test('returns an auth method like sys/auth', async () => {
    const { body } = await get('sys/mounts/auth/jwt');
    expect(body.data).toMatchObject({ type: 'jwt', description: 'ci', local: false });
    expect(body.data).toEqual((await get('sys/auth/jwt')).body.data);
    expect(await get('sys/mounts/auth/none')).toMatchObject({ status: 400 });
  });

  test('reads and writes its tune', async () => {
    const tune = { default_lease_ttl: '1h', token_type: 'batch', listing_visibility: 'unauth' };
    expect((await put('sys/mounts/auth/jwt/tune', tune)).status).toBe(204);
    const expected = {
      default_lease_ttl: 3600,
      token_type: 'batch',
      listing_visibility: 'unauth',
      description: 'ci',
    };
    expect((await get('sys/mounts/auth/jwt/tune')).body.data).toMatchObject(expected);
    expect((await get('sys/auth/jwt/tune')).body.data).toMatchObject(expected);
    expect((await put('sys/auth/jwt/tune', { description: null })).status).toBe(204);
    expect((await put('sys/mounts/auth/other', { type: 'jwt' })).status).toBe(405);
  });
});

describe('a request', () => {
  test('with a method that the path lacks is a 405, an unknown path a 404', async () => {
    const unsupported = {
      status: 405,
      body: { errors: ['1 error occurred:\n\t* unsupported operation\n\n'] },
    };
    expect(await emulator.vault('LIST', 'sys/seal-status')).toMatchObject(unsupported);
    expect(await emulator.vault('LIST', 'keymgmt/key/x')).toMatchObject(unsupported);
    expect(await emulator.vault('DELETE', 'keymgmt/key')).toMatchObject(unsupported);
    expect(await get('keymgmt/nothing/here')).toMatchObject({ status: 404 });
  });

  test('is answered with Cache-Control: no-store', async () => {
    expect((await get('sys/mounts')).headers.get('cache-control')).toBe('no-store');
    expect((await get('nothing/here')).headers.get('cache-control')).toBe('no-store');
  });

  test('with an unknown field succeeds with a warning', async () => {
    await put('sys/auth/approle', { type: 'approle' });
    const { status, body } = await put('auth/approle/role/ci', { token_ttl: '1m', colour: 'red' });
    expect(status).toBe(200);
    expect(body.warnings).toEqual(['Endpoint ignored these unrecognized parameters: [colour]']);
  });
});

test('a token of a namespace looks itself up without the header', async () => {
  await put('sys/namespaces/team');
  const { auth } = (await put('auth/token/create', { policies: ['default'] }, { namespace: 'team' })).body;
  const self = (path: string) => emulator.vault('GET', path, { token: auth.client_token });
  expect((await self('auth/token/lookup-self')).body.data.namespace_path).toBe('team/');
  expect((await self('sys/mounts')).status).toBe(403);
});

test('sys/mounts lists the built-in engines, which say that they are not here', async () => {
  expect(Object.keys((await get('sys/mounts')).body.data).sort()).toEqual([
    'cubbyhole/',
    'identity/',
    'keymgmt/',
    'sys/',
  ]);
  const { status, body } = await get('identity/entity/id');
  expect([status, body.errors[0]]).toEqual([400, expect.stringContaining('identity')]);
  expect((await emulator.vault('DELETE', 'sys/mounts/identity')).status).toBe(400);
});

test.each([
  ['sys/auth/web', 'oidc'],
  ['sys/mounts/secret', 'kv'],
])('%s of type %s is rejected with the alternative', async (path, type) => {
  const { status, body } = await put(path, { type });
  expect([status, body.errors]).toEqual([
    400,
    [`this emulator does not support the type "${type}"; use --upstream with a Vault or OpenBao that does`],
  ]);
});

test('sys/policy, sys/init and sys/remount', async () => {
  expect((await put('sys/policy/old', { policy: 'path "x" { capabilities = ["read"] }' })).status).toBe(204);
  expect((await get('sys/policy/old')).body).toMatchObject({
    name: 'old',
    rules: expect.stringContaining('path "x"'),
  });
  expect((await get('sys/policy')).body.policies).toEqual(['default', 'old', 'root']);
  expect((await emulator.vault('GET', 'sys/init', { token: null })).body).toEqual({ initialized: true });
  await put('sys/mounts/before', { type: 'keymgmt' });
  await put('before/key/k', { type: 'aes256-gcm96' });
  const { body } = await put('sys/remount', { from: 'before', to: 'after' });
  expect((await get(`sys/remount/status/${body.migration_id}`)).body.migration_info.status).toBe('success');
  expect((await get('after/key/k')).status).toBe(200);
  expect((await get('before/key/k')).status).toBe(404);
});

test('the messages that HashiCorp’s acceptance tests of keymgmt expect', async () => {
  const rotated = await put('keymgmt/key/none/rotate');
  expect(rotated).toMatchObject({ status: 400, body: { errors: ['key "none" not found'] } });
  await put('keymgmt/kms/aws', { provider: 'awskms', key_collection: 'us-west-2' });
  await put('keymgmt/key/single', { type: 'aes256-gcm96' });
  await put('keymgmt/kms/aws/key/single', { purpose: 'encrypt,decrypt' });
  const { body } = await put('keymgmt/kms/aws/key/single/replicate');
  expect(body.errors[0]).toContain('does not have replica_regions');
});
