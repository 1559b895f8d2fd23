import type { HonoRequest } from 'hono';
import { isObject } from '../is-object.ts';
import type { Body } from './field-table.ts';
import { rejected, VaultError } from './vault-error.ts';

/** The longest token that Vault 2.0.0 and newer accept, in bytes. */
const longestToken = 8192;

/** GET, LIST, PUT or DELETE. Vault treats POST as PUT, and `?list=true` as LIST. */
export function methodOf(request: HonoRequest): string {
  const { method } = request;
  if (method === 'POST') return 'PUT';
  if (method === 'HEAD') return 'GET';
  return method === 'GET' && isTrue(request.query('list')) ? 'LIST' : method;
}

/** A boolean of a query, in every form that Go's `strconv.ParseBool` accepts. */
export function isTrue(value: string | undefined): boolean {
  return /^(1|t|T|true|True|TRUE)$/.test(value ?? '');
}

/** The token of a request; `null` for none. */
export function tokenOf(request: HonoRequest): string | null {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.header('authorization') ?? '')?.[1];
  const token = request.header('x-vault-token') ?? bearer ?? null;
  if (token !== null && token.length > longestToken) throw new VaultError(431, 'token header is too large');
  return token;
}

/** The body: a JSON object, or empty. Vault's command line sends `null` for an empty body. */
export async function bodyOf(request: HonoRequest): Promise<Body> {
  const method = methodOf(request);
  if (method !== 'PUT' && method !== 'PATCH') return {};
  const text = await request.text();
  if (text.trim() === '') return {};
  try {
    const body: unknown = JSON.parse(text) ?? {};
    if (isObject(body)) return body;
  } catch {
    // Rejected below, like JSON that is not an object.
  }
  throw rejected('failed to parse JSON input: expected an object');
}

/** The request to a backend. Each segment is encoded again, because the router of the backend decodes it. */
export function within(rest: string, method: string): Request {
  const path = rest.replace(/\/$/, '').split('/').map(encodeURIComponent).join('/');
  return new Request(`http://vault/${path}`, { method });
}
