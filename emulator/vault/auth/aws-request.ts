import { rejected } from '../vault-error.ts';

/** A GetCallerIdentity request that a client signed. */
export interface SignedIdentityRequest {
  readonly path: string;
  readonly body: string;
  readonly headers: Headers;
}

interface Encoded {
  readonly iam_http_request_method: string;
  readonly iam_request_url: string;
  readonly iam_request_body: string;
  readonly iam_request_headers: string | Readonly<Record<string, unknown>>;
}

/** @throws VaultError (400) for anything but a signed POST of GetCallerIdentity */
export function signedRequest(encoded: Encoded): SignedIdentityRequest {
  if (encoded.iam_http_request_method !== 'POST')
    throw rejected('invalid iam_http_request_method; currently only POST is supported');
  const url = decode(encoded.iam_request_url, 'iam_request_url');
  if (!URL.canParse(url)) throw rejected('error parsing iam_request_url');
  const body = decode(encoded.iam_request_body, 'iam_request_body');
  if (new URLSearchParams(body).get('Action') !== 'GetCallerIdentity')
    throw rejected('iam_request_body is not a GetCallerIdentity request');
  const headers = headersOf(encoded.iam_request_headers);
  if (!headers.has('authorization')) throw rejected('missing Authorization header');
  const { pathname, search } = new URL(url);
  return { path: pathname + search, body, headers };
}

function decode(text: string, field: string): string {
  if (!/^[A-Za-z0-9+/=_-]+$/.test(text)) throw rejected(`failed to base64 decode ${field}`);
  return Buffer.from(text, 'base64').toString('utf8');
}

/** JSON, plain or in base64. Each header has one value or a list of values. */
function headersOf(given: Encoded['iam_request_headers']): Headers {
  const map = typeof given === 'string' ? parse(given) : given;
  const headers = new Headers();
  for (const [name, values] of Object.entries(map)) {
    for (const value of [values].flat()) headers.append(name, String(value));
  }
  return headers;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  const json = text.startsWith('{') ? text : decode(text, 'iam_request_headers');
  try {
    return JSON.parse(json);
  } catch {
    throw rejected('error parsing iam_request_headers');
  }
}
