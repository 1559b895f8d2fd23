import { beforeAll, describe, expect, test } from '@jest/globals';
import { mountOf } from '../../src/vault/settings/login-settings.ts';
import type { VaultSettings } from '../../src/vault/settings/vault-settings.ts';
import type { Certificate } from '../support/certificates.ts';
import { authority, certificate } from '../support/certificates.ts';
import { base, messages, parse, problems, settings } from './support/inputs.ts';

describe('what is given', () => {
  test('url and token are enough', () => {
    const { connection, login } = settings({});
    expect(connection).toMatchObject({
      namespace: '',
      extra_headers: {},
      tls: { ca: null, cert: null, key: null, server_name: null, skip_verify: false },
      request_timeout: 60_000,
      timeout: 900_000,
      max_concurrency: 64,
      user_agent: 'test/1',
    });
    expect(connection.url.href).toBe('https://vault.example.com:8200/');
    expect(login).toMatchObject({ method: 'token', auth_namespace: '' });
    expect(login.token?.reveal()).toBe('s.x');
  });

  test.each(['Content-Length: 3', 'transfer-encoding: chunked', 'Connection: close'])(
    'a header that each request has of its own is refused: %s',
    (extra_headers) => {
      expect(problems({ ...base, extra_headers })).toMatchObject([{ code: 'invalid_header' }]);
    },
  );

  test('everything', () => {
    const { connection, login } = settings({
      vault_namespace: 'admin/',
      auth_namespace: 'root/ci',
      method: 'approle',
      auth_path: 'auth/ci/approle/',
      role_id: 'r',
      secret_id: 's',
      tls_server_name: 'vault.internal',
      tls_skip_verify: 'true',
      extra_headers: 'X-Team: payments\n\n  cf-access-client-id:id: 1 \nx-empty:',
      request_timeout: '90s',
      timeout: '12h',
      max_concurrency: '3',
    });
    expect(connection).toMatchObject({
      namespace: 'admin',
      extra_headers: { 'x-team': 'payments', 'cf-access-client-id': 'id: 1', 'x-empty': '' },
      tls: { server_name: 'vault.internal', skip_verify: true },
      request_timeout: 90_000,
      timeout: 12 * 3_600_000,
      max_concurrency: 3,
    });
    expect(login).toMatchObject({
      method: 'approle',
      auth_path: 'ci/approle',
      auth_namespace: 'root/ci',
      role_id: 'r',
    });
    expect(login.secret_id?.reveal()).toBe('s');
  });

  test.each(['jwt', 'auth/jwt', 'auth/jwt/', '/auth/jwt'])('auth_path %s', (path) => {
    expect(mountOf(path)).toBe('jwt');
  });

  test('an auth_path of several segments, and one that was left out', () => {
    expect(mountOf('auth/team-a/jwt')).toBe('team-a/jwt');
    expect(settings({ method: 'github', vault_github_token: 't' }).login.auth_path).toBe('github');
  });

  test('the namespace of the login is that of the work, unless it is given', () => {
    expect(settings({ vault_namespace: 'admin/a' }).login.auth_namespace).toBe('admin/a');
  });
});

describe("Vault's environment variables", () => {
  test('stand in for inputs left empty', () => {
    const outcome = parse(
      {},
      {
        VAULT_ADDR: 'https://env:8200',
        VAULT_TOKEN: 's.env',
        VAULT_NAMESPACE: 'admin',
        VAULT_TLS_SERVER_NAME: 'vault.internal',
        VAULT_SKIP_VERIFY: '1',
        VAULT_CLIENT_TIMEOUT: '1m30s',
      },
    );
    expect(outcome).toMatchObject({
      connection: {
        namespace: 'admin',
        request_timeout: 90_000,
        tls: { server_name: 'vault.internal', skip_verify: true },
      },
    });
    expect((outcome as VaultSettings).login.token?.reveal()).toBe('s.env');
  });

  test('give way to inputs', () => {
    const { connection } = settings(
      { tls_skip_verify: 'false', request_timeout: '5s' },
      {
        VAULT_ADDR: 'https://env:8200',
        VAULT_SKIP_VERIFY: 'true',
        VAULT_CLIENT_TIMEOUT: '7',
      },
    );
    expect(connection).toMatchObject({ request_timeout: 5_000, tls: { skip_verify: false } });
    expect(connection.url.host).toBe('vault.example.com:8200');
    expect(settings({}, { VAULT_CLIENT_TIMEOUT: '7' }).connection.request_timeout).toBe(7_000);
  });

  test('are named when they are wrong', () => {
    expect(messages({}, { VAULT_SKIP_VERIFY: 'maybe', VAULT_CLIENT_TIMEOUT: 'soon' })).toEqual([
      'invalid_boolean: VAULT_SKIP_VERIFY (for tls_skip_verify) is "maybe".',
      'invalid_duration: VAULT_CLIENT_TIMEOUT (for request_timeout) is "soon".',
    ]);
  });
});

describe('what is wrong is said at once', () => {
  test('every problem of every input', () => {
    const found = problems({
      url: 'vault.example.com',
      method: 'userpass',
      tls_skip_verify: 'no',
      extra_headers: 'X-Fine: 1\nnonsense',
      request_timeout: '0s',
      timeout: '90',
      max_concurrency: '0',
      client_certificate: 'missing.pem',
    });
    expect(found.map(({ source, code }) => `${source.input} ${code}`).sort()).toEqual([
      'client_certificate invalid_pem',
      'client_key missing_input',
      'extra_headers invalid_header',
      'max_concurrency invalid_number',
      'password missing_input',
      'request_timeout invalid_duration',
      'timeout invalid_duration',
      'tls_skip_verify invalid_boolean',
      'url invalid_url',
      'username missing_input',
    ]);
  });

  test.each([
    ['', 'url is missing.'],
    ['ftp://vault', 'url is not an http or https URL.'],
    ['https://user:hunter2@vault', 'url holds more than an address.'],
    ['https://vault:8200/ui/vault', 'url has the path /ui/vault.'],
    ['https://vault:8200/v1', 'url has the path /v1.'],
  ])('url %s', (url, message) => {
    expect(messages({ url })).toEqual([`invalid_url: ${message}`]);
  });

  test.each(['True', 'yes', '1', 'TRUE'])('tls_skip_verify %s', (tls_skip_verify) => {
    expect(messages({ tls_skip_verify })).toEqual([
      `invalid_boolean: tls_skip_verify is "${tls_skip_verify}".`,
    ]);
  });

  test.each([
    ['token', 'token'],
    ['approle', 'role_id'],
    ['kubernetes', 'role'],
    ['userpass', 'username password'],
    ['ldap', 'username password'],
    ['cert', 'client_certificate client_key'],
    ['github', 'vault_github_token'],
  ])('method %s without %s', (method, missing) => {
    const found = problems({ url: base.url, method });
    expect(found.map(({ source }) => source.input).join(' ')).toBe(missing);
    for (const { code, message, remedy } of found) {
      expect(code).toBe('missing_input');
      expect(message).toContain(`method ${method} needs it`);
      expect(remedy).not.toBe('');
    }
  });

  test('an unknown method, and a payload that is no object', () => {
    expect(messages({ method: 'okta' })).toEqual(['unknown_method: method is "okta".']);
    expect(messages({ method: 'okta', auth_payload: '[1]' })).toEqual([
      'invalid_json: auth_payload is not a JSON object.',
    ]);
    expect(messages({ method: 'okta', auth_payload: '{"a": 1}' })).toEqual([]);
  });
});

describe('certificates', () => {
  let ca: Certificate;
  let client: Certificate;
  beforeAll(async () => {
    ca = await authority();
    client = await certificate(ca, 'ci');
  });

  test('are read, the key as a secret', () => {
    const { tls } = settings({
      ca_certificate: ca.cert,
      client_certificate: Buffer.from(client.cert).toString('base64'),
      client_key: client.key,
    }).connection;
    expect(tls).toMatchObject({ ca: ca.cert.trim(), cert: client.cert.trim() });
    expect(tls.key?.reveal()).toBe(client.key.trim());
  });

  test('a key of another certificate, and one in the wrong place, without repeating it', () => {
    const other = messages({ client_certificate: client.cert, client_key: ca.key });
    expect(other).toEqual(['invalid_pem: client_key does not belong to client_certificate.']);
    expect(messages({ ca_certificate: client.key })).toEqual([
      'invalid_pem: ca_certificate holds a PEM of RSA PRIVATE KEY, but no certificate.',
    ]);
  });
});
