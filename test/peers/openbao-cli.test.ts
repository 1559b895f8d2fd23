import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { hasOpenBao } from './openbao.ts';

const run = promisify(execFile);

/** OpenBao's command line is Vault's, and asks the emulator what it would ask a real one. */
(hasOpenBao() ? describe : describe.skip)('the command line of OpenBao, against the emulator', () => {
  let emulator: Emulator;
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'bao-'));
    emulator = await startEmulator();
  });
  afterAll(() => Promise.all([emulator.stop(), rm(home, { recursive: true })]));

  async function bao(...args: string[]): Promise<string> {
    const env = {
      PATH: process.env['PATH'],
      HOME: home,
      BAO_ADDR: emulator.vaultAddr,
      BAO_TOKEN: emulator.vaultToken,
      BAO_FORMAT: 'json',
    };
    return (await run('bao', args, { env })).stdout;
  }
  const read = async (...args: string[]) => JSON.parse(await bao(...args));

  test('registers, distributes, rotates, lists and removes', async () => {
    await bao('write', 'keymgmt/key/k', 'type=aes256-gcm96');
    const credentials = ['credentials=access_key=AKIAEXAMPLE000000001', 'credentials=secret_key=with=signs'];
    await bao('write', 'keymgmt/kms/aws', 'provider=awskms', 'key_collection=us-west-2', ...credentials);
    await bao('write', 'keymgmt/kms/aws/key/k', 'purpose=encrypt,decrypt', 'protection=hsm');
    await bao('write', '-f', 'keymgmt/key/k/rotate');
    await bao('write', 'keymgmt/key/k', 'min_enabled_version=2', 'deletion_allowed=true');
    expect((await read('read', 'keymgmt/key/k')).data).toMatchObject({
      deletion_allowed: true,
      latest_version: 2,
      min_enabled_version: 2,
    });
    expect(Object.keys((await read('read', 'keymgmt/kms/aws/key/k')).data.versions)).toEqual(['1', '2']);
    expect(await read('list', 'keymgmt/key')).toEqual(['k']);
    expect(await read('list', 'keymgmt/key/k/kms')).toEqual(['aws']);
    await expect(bao('delete', 'keymgmt/kms/aws')).rejects.toThrow(
      'cannot be deleted while keys are on it: k',
    );
    await bao('delete', 'keymgmt/kms/aws/key/k');
    await bao('delete', 'keymgmt/key/k');
    await bao('delete', 'keymgmt/kms/aws');
    await expect(bao('list', 'keymgmt/kms')).rejects.toThrow();
  });

  test('manages mounts, methods, policies, namespaces and tokens', async () => {
    expect(await read('status')).toMatchObject({ sealed: false, version: '2.0.0+ent' });
    await bao('secrets', 'enable', '-path=other', 'keymgmt');
    await bao('secrets', 'tune', '-description=second', 'other');
    expect((await read('secrets', 'list'))['other/']).toMatchObject({
      type: 'keymgmt',
      description: 'second',
    });
    await bao('secrets', 'disable', 'other');
    await bao('auth', 'enable', 'userpass');
    await bao('write', 'auth/userpass/users/bob', 'password=secret', 'policies=reader');
    await bao('write', 'sys/policies/acl/reader', 'policy=path "keymgmt/key" { capabilities = ["list"] }');
    const login = await read('login', '-no-store', '-method=userpass', 'username=bob', 'password=secret');
    expect(login.auth.policies).toEqual(['default', 'reader']);
    expect(await read('token', 'capabilities', login.auth.client_token, 'keymgmt/key')).toEqual(['list']);
    await bao('namespace', 'create', 'team');
    expect(await read('namespace', 'list')).toEqual(['team/']);
    await bao('secrets', 'enable', '-namespace=team', 'keymgmt');
    await bao('write', '-namespace=team', 'keymgmt/key/inner', 'type=aes256-gcm96');
    expect(await read('list', '-namespace=team', 'keymgmt/key')).toEqual(['inner']);
    const token = await read('token', 'create', '-policy=reader', '-ttl=1h');
    expect(token.auth.lease_duration).toBe(3600);
    await bao('token', 'revoke', token.auth.client_token);
  });

  test('enables and tunes every method, moves a mount, wraps and unwraps', async () => {
    for (const type of ['approle', 'aws', 'cert', 'github', 'jwt', 'kubernetes', 'ldap']) {
      await bao('auth', 'enable', type);
      await bao('auth', 'tune', '-default-lease-ttl=10m', '-description=cli', type);
      expect((await read('read', `sys/auth/${type}/tune`)).data.default_lease_ttl).toBe(600);
    }
    expect(Object.values(await read('auth', 'list'))).toHaveLength(9);
    await bao('secrets', 'enable', '-path=old', 'keymgmt');
    await bao('secrets', 'move', 'old', 'new');
    expect(await read('secrets', 'list')).toHaveProperty(['new/']);
    await bao('write', 'auth/approle/role/ci', 'token_policies=reader', 'token_ttl=10m');
    expect((await read('read', 'auth/approle/role/ci')).data.token_ttl).toBe(600);
    const wrapped = await read('write', '-f', '-wrap-ttl=60s', 'auth/approle/role/ci/secret-id');
    const unwrapped = await read('unwrap', wrapped.wrap_info.token);
    expect(unwrapped.data.secret_id).toBeDefined();
    await bao('write', 'auth/token/roles/ci', 'allowed_policies=reader', 'token_period=10m');
    expect((await read('token', 'create', '-role=ci')).auth.lease_duration).toBe(600);
    const { auth } = await read('token', 'create', '-policy=reader', '-ttl=1h', '-use-limit=2');
    expect((await read('token', 'lookup', auth.client_token)).data.num_uses).toBe(2);
    await bao('token', 'renew', '-accessor', auth.accessor);
    await bao('token', 'revoke', '-accessor', auth.accessor);
    await expect(bao('token', 'lookup', auth.client_token)).rejects.toThrow();
    await expect(bao('secrets', 'enable', 'kv')).rejects.toThrow('--upstream');
  });
});
