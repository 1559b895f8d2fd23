import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator, type VaultRequest } from '../../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ args: ['--root-token', 'the-root'] });
});
afterAll(() => emulator.stop());

const vault: Emulator['vault'] = (...request) => emulator.vault(...request);
const put = (path: string, body: unknown = {}, rest: VaultRequest = {}) =>
  vault('PUT', path, { body, ...rest });
const denied = { status: 403, body: { errors: ['1 error occurred:\n\t* permission denied\n\n'] } };
const badToken = { status: 403, body: { errors: ['permission denied'] } };

async function tokenWith(
  policy: string,
  options: { name?: string; namespace?: string; ttl?: string } = {},
): Promise<string> {
  const { name = `policy-${Math.random().toString(36).slice(2)}`, namespace = '', ttl = '1h' } = options;
  expect((await put(`sys/policies/acl/${name}`, { policy }, { namespace })).status).toBe(204);
  const { body } = await put('auth/token/create', { policies: [name], ttl }, { namespace });
  return body.auth.client_token;
}

describe('tokens', () => {
  test('the root token is allowed everything, as X-Vault-Token or as Bearer', async () => {
    expect((await vault('GET', 'sys/mounts')).status).toBe(200);
    const headers = { authorization: 'Bearer the-root' };
    expect((await vault('GET', 'sys/mounts', { token: null, headers })).status).toBe(200);
  });

  test.each([
    ['nobody', null],
    ['a stranger', 'hvs.unknown'],
  ])('%s may not', async (_who, token) => {
    expect(await vault('GET', 'sys/mounts', { token })).toMatchObject(badToken);
  });

  test('over 8 KB are rejected', async () => {
    expect((await vault('GET', 'sys/mounts', { token: 'x'.repeat(8193) })).status).toBe(431);
  });

  test('look themselves up', async () => {
    const { body } = await vault('GET', 'auth/token/lookup-self');
    expect(body.data).toMatchObject({
      display_name: 'root',
      expire_time: null,
      id: 'the-root',
      orphan: true,
      policies: ['root'],
      ttl: 0,
      type: 'service',
    });
    expect(body).toMatchObject({ request_id: expect.any(String), lease_id: '', auth: null, wrap_info: null });
  });

  test('create child tokens as Terraform does, which are revoked with them', async () => {
    const parent = await tokenWith('path "auth/token/create" { capabilities = ["update"] }');
    const asked = { ttl: '1200s', explicit_max_ttl: '1200s', display_name: 'terraform' };
    const { body } = await put('auth/token/create', asked, { token: parent });
    expect(body.auth).toMatchObject({
      lease_duration: 1200,
      renewable: true,
      orphan: false,
      token_type: 'service',
    });
    const child = body.auth.client_token;
    expect((await vault('GET', 'auth/token/lookup-self', { token: child })).body.data).toMatchObject({
      display_name: 'token-terraform',
      explicit_max_ttl: 1200,
    });
    expect((await put('auth/token/revoke-self', {}, { token: parent })).status).toBe(204);
    expect(await vault('GET', 'auth/token/lookup-self', { token: child })).toMatchObject(badToken);
  });

  test('expire, and are renewed up to their maximum TTL', async () => {
    const short = await tokenWith('', { ttl: '1s' });
    const { body } = await put('auth/token/create', { ttl: '1m', explicit_max_ttl: '2m' });
    const renewed = await put(
      'auth/token/renew-self',
      { increment: '1h' },
      { token: body.auth.client_token },
    );
    expect(renewed.body.auth.lease_duration).toBeLessThanOrEqual(120);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await vault('GET', 'auth/token/lookup-self', { token: short })).toMatchObject(badToken);
  });

  test('cannot create a child with more policies', async () => {
    const parent = await tokenWith('path "auth/token/create" { capabilities = ["update"] }');
    const asked = (policies: string[]) => put('auth/token/create', { policies }, { token: parent });
    expect((await asked(['other'])).body.errors).toEqual(['child policies must be subset of parent']);
    expect((await asked(['root'])).body.errors).toEqual([
      'root tokens may not be created without parent token being root',
    ]);
  });

  test('are looked up and revoked by others, also by accessor', async () => {
    const { body } = await put('auth/token/create', {});
    const { client_token, accessor } = body.auth;
    expect((await put('auth/token/lookup', { token: client_token })).body.data.accessor).toBe(accessor);
    expect((await put('auth/token/lookup-accessor', { accessor })).body.data.id).toBe('');
    expect((await put('auth/token/revoke-accessor', { accessor })).status).toBe(204);
    expect(await put('auth/token/lookup', { token: client_token })).toMatchObject(badToken);
  });
});

describe('policies', () => {
  test('are enforced, method by method', async () => {
    const token = await tokenWith(`
      # what a reader may
      path "keymgmt/key" { capabilities = ["list"] }
      path "keymgmt/key/+" { capabilities = ["read"] } // one segment
      path "keymgmt/kms/*" { capabilities = ["read", "update",] }
      path "keymgmt/kms/secret" { capabilities = ["deny"] }
    `);
    await put('keymgmt/key/seen', { type: 'aes256-gcm96' });
    const status = async (method: string, path: string) =>
      (await vault(method, path, { token, ...(method === 'PUT' ? { body: {} } : {}) })).status;
    expect(await status('LIST', 'keymgmt/key')).toBe(200);
    expect(await status('GET', 'keymgmt/key/seen')).toBe(200);
    expect(await status('PUT', 'keymgmt/key/seen')).toBe(403);
    expect(await status('PUT', 'keymgmt/key/seen/rotate')).toBe(403);
    expect(await status('GET', 'keymgmt/kms/none')).toBe(404);
    expect(await status('DELETE', 'keymgmt/kms/none')).toBe(403);
    expect(await status('LIST', 'keymgmt/kms/aws/key')).toBe(403);
    expect(await vault('GET', 'keymgmt/kms/secret', { token })).toMatchObject(denied);
    expect(await vault('GET', 'nothing/here', { token })).toMatchObject(denied);
  });

  test('list the capabilities of a token', async () => {
    const token = await tokenWith('{"path": {"keymgmt/key/*": {"capabilities": ["read", "update"]}}}');
    const { body } = await put(
      'sys/capabilities-self',
      { paths: ['keymgmt/key/a', 'keymgmt/kms/a'] },
      { token },
    );
    expect(body.data).toEqual({ 'keymgmt/key/a': ['read', 'update'], 'keymgmt/kms/a': ['deny'] });
    const root = await put('sys/capabilities-self', { paths: ['anything'] });
    expect(root.body).toMatchObject({ capabilities: ['root'], data: { anything: ['root'] } });
  });

  test.each([
    ['path "x" { capabilities = ["fly"] }', 'path "x": invalid capability "fly"'],
    [
      'path "x" { min_wrapping_ttl = "1s" }',
      'path "x": this emulator supports only capabilities, not "min_wrapping_ttl"',
    ],
    [
      'path "a*b" { capabilities = ["read"] }',
      'path "a*b": invalid use of wildcards ("*" is only allowed at the end)',
    ],
    ['path "x" { capabilities = [', 'unexpected end'],
    ['path x', 'expected a quoted text, found x'],
    ['!', 'unexpected text: "!"'],
  ])('%s is refused', async (policy, why) => {
    expect((await put('sys/policies/acl/bad', { policy })).body.errors).toEqual([
      `failed to parse policy: ${why}`,
    ]);
  });

  test('are listed, read and deleted, except built-in ones', async () => {
    const policy = 'path "x" { capabilities = ["read"] }';
    await put('sys/policies/acl/Mine', { policy });
    expect((await vault('LIST', 'sys/policies/acl')).body.data.keys).toEqual(
      expect.arrayContaining(['default', 'mine', 'root']),
    );
    expect((await vault('GET', 'sys/policies/acl/mine')).body.data).toEqual({ name: 'mine', policy });
    expect((await vault('DELETE', 'sys/policies/acl/mine')).status).toBe(204);
    expect((await vault('DELETE', 'sys/policies/acl/default')).status).toBe(400);
  });
});

describe('namespaces', () => {
  beforeAll(async () => {
    await put('sys/namespaces/team-a');
    await put('sys/namespaces/inner', {}, { namespace: 'team-a' });
    await put('sys/mounts/deep/keys', { type: 'keymgmt' }, { namespace: 'team-a/inner' });
    await put('team-a/inner/deep/keys/key/k', { type: 'aes256-gcm96' });
  });

  test.each([
    ['team-a/inner', 'deep/keys/key/k'],
    ['/team-a/inner/', 'deep/keys/key/k'],
    ['team-a', 'inner/deep/keys/key/k'],
    ['', 'team-a/inner/deep/keys/key/k'],
    ['root', 'team-a/inner/deep/keys/key/k'],
  ])('header %j and path %s lead to the same key', async (namespace, path) => {
    expect((await vault('GET', path, { namespace })).body.data.name).toBe('k');
  });

  test('that do not exist are a 404', async () => {
    expect(await vault('GET', 'keymgmt/key/k', { namespace: 'nowhere' })).toMatchObject({
      status: 404,
      body: { errors: ['no handler for route "nowhere/keymgmt/key/k". route entry not found.'] },
    });
  });

  test('have mounts and policies of their own', async () => {
    expect((await vault('GET', 'sys/mounts', { namespace: 'team-a' })).body.data['keymgmt/']).toBeUndefined();
    expect((await vault('LIST', 'sys/namespaces')).body.data).toMatchObject({
      keys: ['team-a/'],
      key_info: { 'team-a/': { path: 'team-a/' } },
    });
    expect((await vault('LIST', 'sys/namespaces', { namespace: 'team-a' })).body.data.keys).toEqual([
      'inner/',
    ]);
  });

  test('accept a token from above, with the prefix in its policy, and never one from below', async () => {
    const above = await tokenWith('path "team-a/inner/deep/keys/key/k" { capabilities = ["read"] }');
    const inside = await tokenWith('path "deep/keys/key/k" { capabilities = ["read"] }', {
      namespace: 'team-a/inner',
    });
    const path = 'deep/keys/key/k';
    expect((await vault('GET', path, { namespace: 'team-a/inner', token: above })).status).toBe(200);
    expect((await vault('GET', path, { namespace: 'team-a/inner', token: inside })).status).toBe(200);
    expect(await vault('GET', 'keymgmt/key/k', { token: inside })).toMatchObject(denied);
    const { body } = await vault('GET', 'auth/token/lookup-self', {
      namespace: 'team-a/inner',
      token: inside,
    });
    expect(body.data.namespace_path).toBe('team-a/inner/');
  });

  test('are created below an existing one, and deleted when they are empty', async () => {
    expect((await put('sys/namespaces/none/child')).body.errors).toEqual([
      'parent namespace "none/" does not exist',
    ]);
    expect((await put('sys/namespaces/root')).status).toBe(400);
    expect((await vault('DELETE', 'sys/namespaces/team-a')).status).toBe(400);
    await put('sys/namespaces/brief');
    expect((await vault('DELETE', 'sys/namespaces/brief')).status).toBe(204);
    expect((await vault('GET', 'sys/namespaces/brief')).status).toBe(404);
  });
});

describe('mounts', () => {
  test('are enabled, tuned, listed and disabled', async () => {
    const config = { default_lease_ttl: '1h' };
    expect(
      (await vault('POST', 'sys/mounts/a/b', { body: { type: 'keymgmt', description: 'd', config } })).status,
    ).toBe(204);
    expect((await vault('GET', 'sys/mounts/a/b')).body.data).toMatchObject({
      type: 'keymgmt',
      description: 'd',
      config: { default_lease_ttl: 3600 },
    });
    expect((await put('sys/mounts/a/b/tune', { description: 'other' })).status).toBe(204);
    expect((await vault('GET', 'sys/mounts/a/b/tune')).body.data).toMatchObject({
      description: 'other',
      default_lease_ttl: 3600,
      max_lease_ttl: 2764800,
    });
    expect((await vault('DELETE', 'sys/mounts/a/b')).status).toBe(204);
    expect((await vault('GET', 'sys/mounts/a/b')).status).toBe(400);
  });

  test.each([
    ['keymgmt', 'keymgmt', 'path is already in use at keymgmt/'],
    ['keymgmt/below', 'keymgmt', 'path is already in use at keymgmt/'],
    [
      'kv',
      'kv',
      'this emulator does not support the type "kv"; use --upstream with a Vault or OpenBao that does',
    ],
    ['sys', 'keymgmt', 'cannot change the mount "sys/"'],
  ])('at %s, of type %s: refused', async (path, type, error) => {
    expect(await put(`sys/mounts/${path}`, { type })).toMatchObject({
      status: 400,
      body: { errors: [error] },
    });
  });

  test('are visible to tokens that can use them', async () => {
    const user = await tokenWith('path "keymgmt/key/one" { capabilities = ["read"] }');
    const stranger = await tokenWith('path "keymgmtx/*" { capabilities = ["read"] }');
    const seen = (token: string) => vault('GET', 'sys/internal/ui/mounts/keymgmt', { token });
    expect((await seen(user)).body.data).toMatchObject({ path: 'keymgmt/', type: 'keymgmt' });
    expect((await seen(stranger)).status).toBe(403);
    expect((await vault('GET', 'sys/internal/ui/mounts/nothing')).status).toBe(403);
    expect(await seen('hvs.unknown')).toMatchObject(badToken);
    const all = await vault('GET', 'sys/internal/ui/mounts', { token: user });
    expect(Object.keys(all.body.data.secret)).toEqual(['sys/', 'keymgmt/']);
    const others = await vault('GET', 'sys/internal/ui/mounts', { token: stranger });
    expect(Object.keys(others.body.data.secret)).toEqual(['sys/']);
  });
});

describe('paths and bodies', () => {
  test.each(['keymgmt//key/k', 'keymgmt/./key', 'keymgmt/../sys/mounts', 'keymgmt/%2e%2e/sys/mounts'])(
    '%s is refused',
    async (path) => {
      const { request } = await import('node:http');
      const status = await new Promise((resolve) => {
        const url = new URL(emulator.vaultAddr);
        request({
          host: url.hostname,
          port: url.port,
          path: `/v1/${path}`,
          headers: { 'x-vault-token': 'the-root' },
        })
          .on('response', (response) => resolve(response.resume().statusCode))
          .end();
      });
      expect(status).toBe(400);
    },
  );

  test('that are not a JSON object are rejected', async () => {
    expect((await put('keymgmt/key/k', [1])).status).toBe(400);
  });

  test('null is accepted: Vault’s command line sends it', async () => {
    await put('keymgmt/key/forced', { type: 'aes256-gcm96' });
    expect((await put('keymgmt/key/forced/rotate', null)).status).toBe(204);
  });

  test('health, leader and seal status need no token', async () => {
    expect((await vault('GET', 'sys/health', { token: null })).body).toMatchObject({
      initialized: true,
      sealed: false,
      standby: false,
      version: '2.0.0+ent',
    });
    expect((await vault('GET', 'sys/leader', { token: null })).body).toMatchObject({ ha_enabled: false });
    expect((await vault('GET', 'sys/seal-status', { token: null })).body).toMatchObject({
      sealed: false,
      version: '2.0.0+ent',
    });
  });
});
