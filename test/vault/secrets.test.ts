import { expect, test } from '@jest/globals';
import { InputReader } from '../../src/inputs/input-reader.ts';
import { inputSecrets } from '../../src/inputs/input-secrets.ts';
import type { Env } from '../../src/model/effects.ts';
import { vaultInputs } from '../../src/vault/settings/vault-settings.ts';
import { type Given, whole } from './support/inputs.ts';

const secretsOf = (given: Given, env: Env) =>
  inputSecrets(new InputReader(vaultInputs, (name) => whole(given)[name], env), env);

test('what has to be masked', () => {
  const given = {
    token: 's.token',
    secret_id: 'sid',
    password: 'pw',
    client_key: '-----BEGIN PRIVATE KEY-----\nabc',
    extra_headers: 'CF-Access-Client-Secret: cf-secret\nX-Team: payments',
  };
  const env = { HTTPS_PROXY: 'http://ci:hunter2%40home@proxy:3128' };
  expect(secretsOf(given, env).map((secret) => secret.reveal())).toEqual([
    '-----BEGIN PRIVATE KEY-----\nabc',
    'cf-secret',
    's.token',
    'sid',
    'pw',
    'hunter2%40home',
    'hunter2@home',
  ]);
  const fromEnv = secretsOf({ client_key: '/etc/key.pem' }, { VAULT_TOKEN: 's.env' });
  expect(fromEnv.map((secret) => secret.reveal())).toEqual(['s.env']);
});
