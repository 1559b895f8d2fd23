import type { InputReader } from '../../inputs/input-reader.ts';
import { Secret } from '../../model/secret.ts';
import type { ConnectionSettings, TlsSettings } from '../http/vault.ts';
import { segmentsOf } from '../http/vault-path.ts';
import type { connectionInputs } from './connection-inputs.ts';
import type { PemKind } from './pem.ts';
import { keyFits, readPem } from './pem.ts';

type Reader = InputReader<typeof connectionInputs>;

/** Reads the inputs of the connection; `null` without an address. Problems are added to the reader. */
export function readConnection(reader: Reader, userAgent: string): ConnectionSettings | null {
  const url = addressFrom(reader);
  const rest = {
    namespace: namespaceOf(reader),
    extra_headers: headersFrom(reader),
    tls: tlsFrom(reader),
    request_timeout: reader.duration('request_timeout'),
    timeout: reader.duration('timeout'),
    max_concurrency: reader.integer('max_concurrency'),
    user_agent: userAgent,
  };
  return url === null ? null : { url, ...rest };
}

/** The connection's namespace, without slashes at its ends; empty for the root namespace. */
export function namespaceOf(reader: Reader): string {
  return segmentsOf([reader.text('vault_namespace')]).join('/');
}

function addressFrom(reader: Reader): URL | null {
  const text = reader.text('url');
  const fail = (message: string, remedy: string) => reader.addProblem('invalid_url', 'url', message, remedy);
  if (text === '') {
    fail('is missing.', "Give Vault's address, such as `https://vault.example.com:8200` (or `VAULT_ADDR`).");
    return null;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    fail(
      'is not an http or https URL.',
      'Write scheme, host and port, such as `https://vault.example.com:8200`.',
    );
  } else if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    fail('holds more than an address.', 'Leave out user name, password, query and fragment.');
  } else if (/\/(v1|ui)(\/|$)/.test(url.pathname)) {
    fail(`has the path ${url.pathname}.`, 'Leave the path out: `https://vault.example.com:8200`.');
  }
  return url;
}

/** Headers that the connection sets itself; another value would break the request. */
const reservedHeaders: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
]);

function headersFrom(reader: Reader): Record<string, string> {
  const lines = reader.text('extra_headers').split('\n');
  const entries = lines.flatMap((line, index): [string, string][] => {
    if (line.trim() === '') return [];
    const [, name, value] =
      /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !reservedHeaders.has(name.toLowerCase()))
      return [[name.toLowerCase(), value]];
    const remedy =
      name === undefined
        ? 'Write one header per line, as `name: value`.'
        : `Leave ${name} out: the connection sets it.`;
    reader.addProblem('invalid_header', 'extra_headers', `has no valid header in line ${index + 1}.`, remedy);
    return [];
  });
  return Object.fromEntries(entries);
}

function tlsFrom(reader: Reader): TlsSettings {
  const ca = pemFrom(reader, 'ca_certificate', 'certificate');
  const cert = pemFrom(reader, 'client_certificate', 'certificate');
  const key = pemFrom(reader, 'client_key', 'private key');
  const given = {
    client_certificate: reader.text('client_certificate'),
    client_key: reader.text('client_key'),
  };
  if (given.client_certificate !== '' && given.client_key === '') {
    reader.addProblem(
      'missing_input',
      'client_key',
      'is missing.',
      'Give the private key of client_certificate, too.',
    );
  }
  if (given.client_certificate === '' && given.client_key !== '') {
    const remedy = 'Give the certificate of client_key, too.';
    reader.addProblem('missing_input', 'client_certificate', 'is missing.', remedy);
  }
  if (cert !== null && key !== null && !keyFits(cert, key)) {
    const remedy = 'Give the key that the certificate was made for; in a chain, its certificate comes first.';
    reader.addProblem('invalid_pem', 'client_key', 'does not belong to client_certificate.', remedy);
  }
  return {
    ca,
    cert,
    key: key === null ? null : new Secret(key),
    server_name: reader.text('tls_server_name') || null,
    skip_verify: reader.boolean('tls_skip_verify'),
  };
}

function pemFrom(
  reader: Reader,
  input: 'ca_certificate' | 'client_certificate' | 'client_key',
  kind: PemKind,
) {
  const text = reader.text(input);
  if (text === '') return null;
  const outcome = readPem(text, kind);
  if ('pem' in outcome) return outcome.pem;
  reader.addProblem('invalid_pem', input, outcome.wrong, '');
  return null;
}
