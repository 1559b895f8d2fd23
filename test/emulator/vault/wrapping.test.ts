import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.vault('PUT', 'sys/auth/approle', { body: { type: 'approle' } });
  await emulator.vault('PUT', 'auth/approle/role/ci', { body: { token_policies: 'ci' } });
});
afterAll(() => emulator.stop());

const wrap = (path: string, ttl = '60s', body: unknown = {}) =>
  emulator.vault('PUT', path, { body, headers: { 'x-vault-wrap-ttl': ttl } });
const wrapping = (operation: string, token: string | null, body?: unknown) =>
  emulator.vault('PUT', `sys/wrapping/${operation}`, { token, ...(body ? { body } : { body: {} }) });
const invalid = { status: 400, body: { errors: ['wrapping token is not valid or does not exist'] } };

describe('response wrapping', () => {
  test('replaces the secret by a token that unwraps once', async () => {
    const { status, body } = await wrap('auth/approle/role/ci/secret-id');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: null,
      auth: null,
      wrap_info: {
        token: expect.stringMatching(/^hvs\./),
        accessor: expect.any(String),
        ttl: 60,
        creation_time: expect.any(String),
        creation_path: 'auth/approle/role/ci/secret-id',
      },
    });
    const { token } = body.wrap_info;
    const unwrapped = await wrapping('unwrap', token);
    expect(unwrapped.body.data).toMatchObject({ secret_id: expect.any(String), secret_id_ttl: 0 });
    expect(await wrapping('unwrap', token)).toMatchObject({ status: 403 });
    expect(await wrapping('unwrap', emulator.vaultToken, { token })).toMatchObject(invalid);
  });

  test('is looked up without a client token, and does not end by that', async () => {
    const { body } = await wrap('auth/approle/role/ci/secret-id', '90');
    const { token } = body.wrap_info;
    expect((await wrapping('lookup', null, { token })).body.data).toEqual({
      creation_path: 'auth/approle/role/ci/secret-id',
      creation_time: expect.any(String),
      creation_ttl: 90,
    });
    expect((await wrapping('unwrap', emulator.vaultToken, { token })).status).toBe(200);
    expect(await wrapping('lookup', null, { token })).toMatchObject(invalid);
  });

  test('is rewrapped under a new token', async () => {
    const { body } = await wrap('sys/wrapping/wrap', '60s', { hello: 'world' });
    const { token } = body.wrap_info;
    const again = (await wrapping('rewrap', token)).body.wrap_info;
    expect(again).toMatchObject({ ttl: 60, creation_path: 'sys/wrapping/wrap' });
    expect(await wrapping('lookup', null, { token })).toMatchObject(invalid);
    expect((await wrapping('unwrap', again.token)).body.data).toEqual({ hello: 'world' });
  });

  test('wraps a login, with the accessor of its token', async () => {
    const { body } = await wrap('auth/token/create', '60s', { policies: ['default'] });
    const { token, wrapped_accessor } = body.wrap_info;
    const { auth } = (await wrapping('unwrap', token)).body;
    expect(auth.accessor).toBe(wrapped_accessor);
    const self = await emulator.vault('GET', 'auth/token/lookup-self', { token: auth.client_token });
    expect(self.status).toBe(200);
  });

  test('leaves errors and writes without data unwrapped, and a wrapping token is for nothing else', async () => {
    expect(await wrap('auth/approle/role/none/secret-id')).toMatchObject({ status: 404 });
    expect(await wrap('auth/approle/role/ci', '60s', { token_ttl: '1h' })).toMatchObject({ status: 204 });
    const { token } = (await wrap('auth/approle/role/ci/secret-id')).body.wrap_info;
    expect((await emulator.vault('GET', 'sys/mounts', { token })).status).toBe(403);
    expect((await emulator.vault('PUT', 'sys/wrapping/wrap', { body: { a: 1 } })).status).toBe(400);
  });

  test('expires', async () => {
    const { token } = (await wrap('auth/approle/role/ci/secret-id', '5s')).body.wrap_info;
    await fetch(`${emulator.vaultAddr}/_emulator/clock`, { method: 'POST', body: '{"advance_seconds": 6}' });
    expect(await wrapping('lookup', null, { token })).toMatchObject(invalid);
  });
});
