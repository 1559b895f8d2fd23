import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

/** The part of the real Vault is played by another emulator, whose own keymgmt mount is taken away. */
let upstream: Emulator;
let front: Emulator;
beforeAll(async () => {
  upstream = await startEmulator();
  await upstream.vault('DELETE', 'sys/mounts/keymgmt');
  await upstream.vault('PUT', 'sys/namespaces/team');
  front = await startEmulator({
    args: ['--upstream', upstream.vaultAddr, '--root-token', upstream.vaultToken],
  });
  await put('keymgmt/key/k', { type: 'aes256-gcm96' });
});
afterAll(() => Promise.all([front.stop(), upstream.stop()]));

const vault: Emulator['vault'] = (...request) => front.vault(...request);
const put = (path: string, body: unknown, namespace = '') => vault('PUT', path, { body, namespace });

async function tokenWith(policy: string): Promise<string> {
  await put('sys/policies/acl/test', { policy });
  return (await put('auth/token/create', { policies: ['test'] })).body.auth.client_token;
}

describe('with an upstream', () => {
  test('the whole main job runs', async () => {
    await put('keymgmt/kms/aws', { provider: 'awskms', key_collection: 'us-west-2' });
    expect((await put('keymgmt/kms/aws/key/k', { purpose: ['encrypt', 'decrypt'] })).status).toBe(204);
    expect((await vault('LIST', 'keymgmt/kms/aws/key')).body.data).toEqual({ keys: ['k'] });
    expect((await upstream.vault('GET', 'keymgmt/key/k')).status).toBe(404);
  });

  test('the upstream’s policies decide on the exact path', async () => {
    const token = await tokenWith(
      'path "keymgmt/key/k" { capabilities = ["read"] }\npath "keymgmt/key" { capabilities = ["list"] }',
    );
    const status = async (method: string, path: string) => (await vault(method, path, { token })).status;
    expect(await status('GET', 'keymgmt/key/k')).toBe(200);
    expect(await status('LIST', 'keymgmt/key')).toBe(200);
    expect(await status('DELETE', 'keymgmt/key/k')).toBe(403);
    expect(await status('GET', 'keymgmt/key/other')).toBe(403);
    expect(await vault('GET', 'keymgmt/key/k', { token: 'unknown' })).toMatchObject({
      status: 403,
      body: { errors: ['permission denied'] },
    });
    expect((await vault('GET', 'keymgmt/key/k', { token: null })).status).toBe(403);
  });

  test('every other request goes to the upstream', async () => {
    expect((await vault('GET', 'auth/token/lookup-self')).body.data).toMatchObject({
      id: upstream.vaultToken,
    });
    expect((await vault('LIST', 'sys/policies/acl')).body.data.keys).toContain('default');
    expect((await vault('GET', 'sys/health', { token: null })).status).toBe(200);
    expect((await vault('GET', 'kv/nothing')).body.errors[0]).toContain('no handler for route');
    expect((await put('sys/mounts/kv', { type: 'kv' })).body.errors).toEqual([
      'this emulator does not support the type "kv"; use --upstream with a Vault or OpenBao that does',
    ]);
  });

  test('keymgmt mounts are enabled, listed and disabled here, in existing namespaces', async () => {
    expect((await put('sys/mounts/keys', { type: 'keymgmt' }, 'team')).status).toBe(204);
    expect((await put('team/keys/key/inner', { type: 'aes256-gcm96' })).status).toBe(204);
    expect((await vault('GET', 'keys/key/inner', { namespace: 'team' })).body.data.name).toBe('inner');
    const { body } = await vault('GET', 'sys/mounts', { namespace: 'team' });
    expect(body.data['keys/']).toMatchObject({ type: 'keymgmt' });
    expect(body['keys/']).toMatchObject({ type: 'keymgmt' });
    expect((await vault('GET', 'sys/mounts/keys/tune', { namespace: 'team' })).status).toBe(200);
    expect((await put('sys/mounts/keys', { type: 'keymgmt' }, 'nowhere')).status).toBe(404);
    expect((await vault('DELETE', 'team/sys/mounts/keys')).status).toBe(204);
    expect((await vault('GET', 'team/keys/key/inner')).status).toBe(404);
  });

  test('enabling a mount needs the capability in the upstream', async () => {
    const token = await tokenWith('path "keymgmt/*" { capabilities = ["read"] }');
    const answer = await vault('PUT', 'sys/mounts/mine', { body: { type: 'keymgmt' }, token });
    expect(answer.status).toBe(403);
    expect((await vault('GET', 'sys/internal/ui/mounts/keymgmt', { token })).body.data).toMatchObject({
      type: 'keymgmt',
    });
    const all = await vault('GET', 'sys/internal/ui/mounts', { token });
    expect(all.body.data.secret['keymgmt/']).toMatchObject({ type: 'keymgmt' });
    const stranger = await tokenWith('path "other/*" { capabilities = ["read"] }');
    expect((await vault('GET', 'sys/internal/ui/mounts/keymgmt', { token: stranger })).status).toBe(403);
    expect((await vault('GET', 'sys/internal/ui/mounts/none')).status).toBe(403);
  });

  test('a token from above works below, with the namespace in its policy', async () => {
    await put('sys/mounts/shared', { type: 'keymgmt' }, 'team');
    const token = await tokenWith('path "team/shared/key/*" { capabilities = ["create", "update", "read"] }');
    const inTeam = { namespace: 'team', token };
    expect((await vault('PUT', 'shared/key/x', { ...inTeam, body: { type: 'aes256-gcm96' } })).status).toBe(
      204,
    );
    expect((await vault('GET', 'sys/internal/ui/mounts/shared', inTeam)).status).toBe(200);
    expect((await vault('LIST', 'shared/kms', inTeam)).status).toBe(403);
  });

  test('an unreachable upstream is a 502 with the reason', async () => {
    const lost = await startEmulator({ args: ['--upstream', 'http://127.0.0.1:1', '--root-token', 'x'] });
    const answers = await Promise.all([lost.vault('GET', 'keymgmt/key/k'), lost.vault('GET', 'sys/health')]);
    for (const { status, body } of answers)
      expect([status, body.errors[0]]).toEqual([
        502,
        expect.stringContaining('no response from the upstream'),
      ]);
    await lost.stop();
  });
});
