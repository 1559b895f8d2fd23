import type { Env } from '../../model/effects.ts';
import type { Problem } from '../../model/problem.ts';
import { Secret } from '../../model/secret.ts';
import type { ConnectionSettings, TlsSettings } from '../http/vault.ts';
import { segmentsOf } from '../http/vault-path.ts';
import { methodNames, needsOf } from '../login/all-methods.ts';
import { missingIdToken } from '../login/id-token-permission.ts';
import { serviceAccountToken } from '../login/kubernetes.ts';
import type { LoginSettings } from '../login/login-method.ts';
import type { ConnectionInputs } from './connection-inputs.ts';
import { ConnectionInputReader } from './connection-inputs.ts';
import type { PemKind } from './pem.ts';
import { keyFits, readPem } from './pem.ts';

/** Everything that contract 1.3 says about reaching Vault, parsed. */
export interface VaultSettings {
  readonly connection: ConnectionSettings;
  readonly login: LoginSettings;
}

/**
 * Parses the inputs of the connection. Vault's environment variables stand in for those left empty.
 *
 * Files that inputs name (certificates, the event of the run) are read here, so that all problems come at once.
 *
 * @param userAgent names the tool and the run
 */
export function connectionSettings(
  inputs: ConnectionInputs,
  env: Env,
  userAgent: string,
): VaultSettings | { readonly problems: readonly Problem[] } {
  const reader = new ConnectionInputReader(inputs, env);
  const url = addressFrom(reader);
  const connection: Omit<ConnectionSettings, 'url'> = {
    namespace: segmentsOf([reader.text('vault_namespace')]).join('/'),
    extra_headers: headersFrom(reader),
    tls: tlsFrom(reader),
    request_timeout: reader.duration('request_timeout', 60_000),
    timeout: reader.duration('timeout', 15 * 60_000),
    max_concurrency: reader.count('max_concurrency', 8, 64),
    user_agent: userAgent,
  };
  const login = loginFrom(reader, connection.namespace, env);
  if (url === null || reader.problems.length > 0) return { problems: reader.problems };
  return { connection: { url, ...connection }, login };
}

function addressFrom(reader: ConnectionInputReader): URL | null {
  const text = reader.text('url');
  const say = (message: string, remedy: string) => reader.wrong('invalid_url', 'url', message, remedy);
  if (text === '') {
    say('is missing.', "Give Vault's address, such as `https://vault.example.com:8200` (or `VAULT_ADDR`).");
    return null;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    say('is no http or https URL.', 'Write scheme, host and port, such as `https://vault.example.com:8200`.');
  } else if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    say('holds more than an address.', 'Leave out user name, password, query and fragment.');
  } else if (/\/(v1|ui)(\/|$)/.test(url.pathname)) {
    say(
      `has the path ${url.pathname}.`,
      'Leave it out: the address alone, such as `https://vault.example.com:8200`.',
    );
  }
  return url;
}

/** What the connection itself says of each request; another value would only break it, at the first write. */
const framing: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
]);

function headersFrom(reader: ConnectionInputReader): Record<string, string> {
  const lines = reader.text('extra_headers').split('\n');
  const entries = lines.flatMap((line, index): [string, string][] => {
    if (line.trim() === '') return [];
    const [, name, value] =
      /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !framing.has(name.toLowerCase()))
      return [[name.toLowerCase(), value]];
    const remedy =
      name === undefined
        ? 'Write one header a line, as `name: value`.'
        : `Leave ${name} out: each request has its own.`;
    reader.wrong('invalid_header', 'extra_headers', `is no header to add in line ${index + 1}.`, remedy);
    return [];
  });
  return Object.fromEntries(entries);
}

function tlsFrom(reader: ConnectionInputReader): TlsSettings {
  const ca = pemFrom(reader, 'ca_certificate', 'certificate');
  const cert = pemFrom(reader, 'client_certificate', 'certificate');
  const key = pemFrom(reader, 'client_key', 'private key');
  const given = {
    client_certificate: reader.text('client_certificate'),
    client_key: reader.text('client_key'),
  };
  if (given.client_certificate !== '' && given.client_key === '') {
    reader.wrong(
      'missing_input',
      'client_key',
      'is missing.',
      'client_certificate is of no use without its key.',
    );
  }
  if (given.client_certificate === '' && given.client_key !== '') {
    const remedy = 'client_key is of no use without its certificate.';
    reader.wrong('missing_input', 'client_certificate', 'is missing.', remedy);
  }
  if (cert !== null && key !== null && !keyFits(cert, key)) {
    const remedy = 'Give the key that the certificate was made for; in a chain, its certificate comes first.';
    reader.wrong('invalid_pem', 'client_key', 'does not belong to client_certificate.', remedy);
  }
  return {
    ca,
    cert,
    key: key === null ? null : new Secret(key),
    server_name: reader.text('tls_server_name') || null,
    skip_verify: reader.boolean('tls_skip_verify', false),
  };
}

function pemFrom(
  reader: ConnectionInputReader,
  input: 'ca_certificate' | 'client_certificate' | 'client_key',
  kind: PemKind,
) {
  const text = reader.text(input);
  if (text === '') return null;
  const outcome = readPem(text, kind);
  if ('pem' in outcome) return outcome.pem;
  reader.wrong('invalid_pem', input, outcome.wrong, '');
  return null;
}

function loginFrom(reader: ConnectionInputReader, namespace: string, env: Env): LoginSettings {
  const method = reader.text('method') || 'token';
  const payload = reader.secret('auth_payload');
  const known = methodNames.includes(method);
  if (!known && payload === null) {
    const remedy = `Choose one of ${methodNames.join(', ')}, or give \`auth_payload\` for any other.`;
    reader.wrong('unknown_method', 'method', `is "${method}".`, remedy);
  } else {
    for (const { input, from } of needsOf(method)) {
      if (reader.text(input) === '') {
        reader.wrong('missing_input', input, `is missing, and method ${method} needs it.`, from);
      }
    }
  }
  if (!known && payload !== null && !isObject(payload)) {
    reader.wrong('invalid_json', 'auth_payload', 'is not a JSON object.', 'Write it as `{"name": "value"}`.');
  }
  const noToken = method === 'jwt' && reader.text('jwt') === '' ? missingIdToken(env) : null;
  if (noToken !== null) reader.wrong('no_id_token', 'method', noToken.message, noToken.remedy);
  return {
    method,
    auth_path: mountOf(reader.text('auth_path')) || method,
    auth_namespace: segmentsOf([reader.text('auth_namespace')]).join('/') || namespace,
    role: reader.text('role'),
    token: reader.secret('token'),
    role_id: reader.text('role_id'),
    secret_id: reader.secret('secret_id'),
    jwt: reader.secret('jwt'),
    jwt_audience: reader.text('jwt_audience'),
    aws_iam_server_id: reader.text('aws_iam_server_id'),
    username: reader.text('username'),
    password: reader.secret('password'),
    vault_github_token: reader.secret('vault_github_token'),
    kubernetes_token_path: reader.text('kubernetes_token_path') || serviceAccountToken,
    auth_payload: payload,
  };
}

/** `jwt`, `auth/jwt` and `auth/jwt/` are the same mount. */
export function mountOf(authPath: string): string {
  const segments = segmentsOf([authPath]);
  return (segments[0] === 'auth' && segments.length > 1 ? segments.slice(1) : segments).join('/');
}

function isObject(payload: Secret): boolean {
  try {
    const value: unknown = JSON.parse(payload.reveal());
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
