import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator, type VaultAnswer } from '../../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.vault('PUT', 'sys/auth/userpass', { body: { type: 'userpass' } });
});
afterAll(() => emulator.stop());

const put = (path: string, body: unknown = {}, token?: string) =>
  emulator.vault('PUT', path, { body, ...(token ? { token } : {}) });
const self = (token: string) => emulator.vault('GET', 'auth/token/lookup-self', { token });
const advance = (advance_seconds: number) =>
  fetch(`${emulator.vaultAddr}/_emulator/clock`, {
    method: 'POST',
    body: JSON.stringify({ advance_seconds }),
  });

/** Logs in as a user with these token fields. */
async function login(fields: object): Promise<VaultAnswer> {
  const name = `u${Math.random().toString(36).slice(2)}`;
  const written = await put(`auth/userpass/users/${name}`, { password: 'p', ...fields });
  if (written.status !== 204) return written;
  return emulator.vault('PUT', `auth/userpass/login/${name}`, { body: { password: 'p' }, token: null });
}

describe('a login enforces', () => {
  test('token_num_uses', async () => {
    const { auth } = (await login({ token_num_uses: 2 })).body;
    expect(auth.num_uses).toBe(2);
    expect((await self(auth.client_token)).body.data.num_uses).toBe(1);
    expect((await self(auth.client_token)).status).toBe(200);
    expect((await self(auth.client_token)).status).toBe(403);
  });

  test('token_bound_cidrs', async () => {
    expect((await login({ token_bound_cidrs: '10.0.0.0/8' })).status).toBe(403);
    const { auth } = (await login({ token_bound_cidrs: ['127.0.0.0/8', '10.0.0.0/8'] })).body;
    expect((await self(auth.client_token)).body.data.bound_cidrs).toEqual(['127.0.0.0/8', '10.0.0.0/8']);
    expect(await login({ token_bound_cidrs: '10.0.0.0/99' })).toMatchObject({ status: 400 });
  });

  test('token_type: a batch token has no accessor, and is not renewed, revoked or a parent', async () => {
    const { auth } = (await login({ token_type: 'batch' })).body;
    expect(auth).toMatchObject({ token_type: 'batch', accessor: '', renewable: false, orphan: true });
    const token = auth.client_token;
    expect(token).toMatch(/^hvb\./);
    expect((await self(token)).body.data).toMatchObject({ type: 'batch', accessor: '' });
    expect(await put('auth/token/renew-self', {}, token)).toMatchObject({ status: 400 });
    expect(await put('auth/token/revoke-self', {}, token)).toMatchObject({ status: 400 });
    expect(await login({ token_type: 'batch', token_num_uses: 1 })).toMatchObject({ status: 400 });
    expect(await login({ token_type: 'nonsense' })).toMatchObject({ status: 400 });
  });

  test('token_ttl, token_max_ttl and token_explicit_max_ttl', async () => {
    const { auth } = (await login({ token_ttl: '10m', token_max_ttl: 900 })).body;
    expect(auth.lease_duration).toBe(600);
    const renewed = await put('auth/token/renew-self', { increment: '2h' }, auth.client_token);
    expect(renewed.body.auth.lease_duration).toBeLessThanOrEqual(900);
    expect((await login({ token_explicit_max_ttl: '5m' })).body.auth.lease_duration).toBe(300);
  });

  test('token_period', async () => {
    const { auth } = (await login({ token_period: '10m' })).body;
    expect(auth.lease_duration).toBe(600);
    await advance(300);
    const renewed = await put('auth/token/renew-self', { increment: '2h' }, auth.client_token);
    expect(renewed.body.auth.lease_duration).toBe(600);
    expect((await self(auth.client_token)).body.data.period).toBe(600);
  });

  test('token_no_default_policy, and the deprecated names', async () => {
    expect((await login({ token_no_default_policy: true, token_policies: 'a' })).body.auth.policies).toEqual([
      'a',
    ]);
    expect((await login({ policies: 'b', ttl: '1m' })).body.auth).toMatchObject({
      policies: ['b', 'default'],
      lease_duration: 60,
    });
  });

  test('the lease of the mount', async () => {
    await put('sys/auth/short', {
      type: 'userpass',
      config: { default_lease_ttl: '1m', max_lease_ttl: '2m', token_type: 'default-batch' },
    });
    await put('auth/short/users/u', { password: 'p' });
    const { body } = await put('auth/short/login/u', { password: 'p' });
    expect(body.auth).toMatchObject({ lease_duration: 60, token_type: 'batch' });
  });
});

describe('a created token enforces', () => {
  const create = async (body: object, path = 'auth/token/create') => (await put(path, body)).body;

  test('num_uses, also as a parent', async () => {
    const { auth } = await create({ num_uses: 1, policies: ['root'] });
    expect((await put('auth/token/create', {}, auth.client_token)).body.errors).toEqual([
      'restricted use token cannot generate child tokens',
    ]);
    expect((await self(auth.client_token)).status).toBe(403);
  });

  test('period, type and display_name', async () => {
    expect((await create({ period: '1h' })).auth.lease_duration).toBe(3600);
    const { auth } = await create({ type: 'batch', ttl: '1h', policies: ['default'] });
    expect(auth).toMatchObject({ token_type: 'batch', renewable: false });
    const named = await create({ display_name: 'my app/1!' });
    expect((await self(named.auth.client_token)).body.data.display_name).toBe('token-my-app-1');
    expect(await put('auth/token/create', { type: 'batch', policies: ['root'] })).toMatchObject({
      status: 400,
    });
  });

  test('the fields of its role', async () => {
    const role = {
      allowed_policies: ['app'],
      disallowed_policies: 'default',
      orphan: true,
      path_suffix: 'ci',
      renewable: false,
      token_num_uses: 3,
      token_explicit_max_ttl: '1h',
    };
    expect((await put('auth/token/roles/app', role)).status).toBe(204);
    expect((await emulator.vault('GET', 'auth/token/roles/app')).body.data).toMatchObject({
      ...role,
      disallowed_policies: ['default'],
      name: 'app',
      token_explicit_max_ttl: 3600,
      token_type: 'default',
    });
    const { auth } = await create({ ttl: '2h' }, 'auth/token/create/app');
    expect(auth).toMatchObject({
      policies: ['app'],
      orphan: true,
      renewable: false,
      lease_duration: 3600,
      num_uses: 3,
    });
    const looked = await put('auth/token/lookup', { token: auth.client_token });
    expect(looked.body.data).toMatchObject({
      path: 'auth/token/create/app/ci',
      role: 'app',
    });
    expect(await put('auth/token/create/app', { policies: ['other'] })).toMatchObject({ status: 400 });
    expect(await put('auth/token/create/none')).toMatchObject({ status: 400 });
  });

  test('accessors are listed; children of a revoke-orphan stay', async () => {
    const { auth: parent } = await create({ policies: ['root'] });
    const { auth: child } = (
      await put('auth/token/create', { ttl: '1h', policies: ['default'] }, parent.client_token)
    ).body;
    expect((await emulator.vault('LIST', 'auth/token/accessors')).body.data.keys).toContain(child.accessor);
    expect((await put('auth/token/revoke-orphan', { token: parent.client_token })).status).toBe(204);
    expect((await self(child.client_token)).body.data.orphan).toBe(true);
    expect((await put('auth/token/renew-accessor', { accessor: child.accessor })).status).toBe(200);
  });
});
