import { expect, test } from '@jest/globals';
import { connectionSecrets } from '../../src/vault/settings/connection-secrets.ts';
import { whole } from './support/inputs.ts';

test('what has to be masked', () => {
  const given = {
    token: 's.token',
    secret_id: 'sid',
    password: 'pw',
    client_key: '-----BEGIN PRIVATE KEY-----\nabc',
    extra_headers: 'CF-Access-Client-Secret: cf-secret\nX-Team: payments',
  };
  const env = { HTTPS_PROXY: 'http://ci:hunter2%40home@proxy:3128' };
  expect(connectionSecrets(whole(given), env).map((secret) => secret.reveal())).toEqual([
    's.token',
    'sid',
    'pw',
    '-----BEGIN PRIVATE KEY-----\nabc',
    'cf-secret',
    'hunter2%40home',
    'hunter2@home',
  ]);
  const fromEnv = connectionSecrets(whole({ client_key: '/etc/key.pem' }), { VAULT_TOKEN: 's.env' });
  expect(fromEnv.map((secret) => secret.reveal())).toEqual(['s.env']);
});
