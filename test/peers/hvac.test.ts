import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { peer } from './peer.ts';

const python = peer('hvac');

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

(python ? describe : describe.skip)('hvac', () => {
  test('uses the Vault server as docs/emulator.md describes it', async () => {
    const env = { ...process.env, VAULT_ADDR: emulator.vaultAddr, VAULT_TOKEN: emulator.vaultToken };
    const { stdout } = await promisify(execFile)(python!, ['-W', 'ignore', 'test/peers/hvac_tour.py'], {
      env,
    });
    expect(JSON.parse(stdout)).toEqual({
      initialized: true,
      sealed: false,
      health: '2.0.0+ent',
      tune: 3600,
      mounts: ['cubbyhole/', 'identity/', 'keymgmt/', 'sys/', 'team/keys/'],
      policies: ['default', 'legacy', 'reader', 'root'],
      policy: 'legacy',
      capabilities: ['root'],
      namespaces: ['team-a/'],
      self: { num_uses: 2, display_name: 'token-my-app', type: 'service' },
      denied: 'Forbidden',
      batch: ['batch', false, 'InvalidRequest'],
      role: 600,
      of_role: 600,
      roles: ['ci'],
      accessor: true,
      approle: 600,
      unwrap_again: 'InvalidRequest',
      login: [['default', 'reader'], 600],
      secret_ids: 1,
      secret_uses: 1,
      custom: ['default', 'reader'],
      userpass: ['default', 'reader'],
      user: 'default',
      ldap: 300,
      github: { key: 'ops', value: 'reader,writer' },
      jwt: '',
      kubernetes: 3600,
      aws: false,
      auth_methods: ['approle/', 'aws/', 'github/', 'jwt/', 'kubernetes/', 'ldap/', 'token/', 'userpass/'],
      auth_tune: 2764800,
      kv: 'InvalidRequest',
      oidc: 'InvalidRequest',
      identity: 'InvalidRequest',
      distribution: 'decrypt,encrypt',
      keys: ['k'],
      empty: null,
      team: 'InvalidPath',
    });
  });
});
