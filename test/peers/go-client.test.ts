import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { tool } from './peer.ts';

const program = tool('go-client');

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

(program ? describe : describe.skip)("Vault's Go client", () => {
  test('uses the Vault server as docs/emulator.md describes it', async () => {
    const env = { PATH: '', HOME: '', VAULT_ADDR: emulator.vaultAddr, VAULT_TOKEN: emulator.vaultToken };
    const { stdout } = await promisify(execFile)(program!, { env });
    const reader = ['default', 'reader'];
    const methods = ['approle', 'aws', 'cert', 'github', 'jwt', 'kubernetes', 'ldap', 'userpass'];
    expect(JSON.parse(stdout)).toEqual({
      accessor: 'token',
      approle: reader,
      auth_mounts: methods.length + 1,
      capabilities: ['root'],
      denied: 403,
      health: [true, false, '2.0.0+ent'],
      in_use: 400,
      key: [2, 2, true],
      kv: 400,
      leader: false,
      left: null,
      login: [reader, 600, true],
      methods,
      mount: 'go',
      moved: true,
      namespaced: 'keymgmt',
      namespaces: ['go/'],
      of_role: 600,
      oidc: 400,
      policies: [...reader, 'root'],
      policy: true,
      providers: ['aws'],
      renewed: 600,
      revoked: 403,
      role: 600,
      roles: ['ci'],
      secret_ids: 1,
      self: [1, 'service', 'auth/token/create'],
      tuned: 3600,
      unwrapped_twice: 400,
      used_up: 403,
      user_ttl: 600,
      versions: 2,
      wrapped: [60, 'auth/approle/role/ci/secret-id'],
    });
  });
});
