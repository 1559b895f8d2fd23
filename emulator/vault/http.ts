import type { HonoRequest } from 'hono';
import { Refusal } from './refusal.ts';

/** Vault 2.0.0 and newer take no longer token than this. */
const longestToken = 8192;

/** GET, LIST, PUT or DELETE: for Vault PUT and POST are the same, and `?list=true` is the method LIST. */
export function methodOf(request: HonoRequest): string {
  const { method } = request;
  if (method === 'POST') return 'PUT';
  if (method === 'HEAD') return 'GET';
  return method === 'GET' && request.query('list') === 'true' ? 'LIST' : method;
}

/** The token that a request carries; `null` for none. */
export function tokenOf(request: HonoRequest): string | null {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.header('authorization') ?? '')?.[1];
  const token = request.header('x-vault-token') ?? bearer ?? null;
  if (token !== null && token.length > longestToken) throw new Refusal(431, 'token header is too large');
  return token;
}

/** The body, which is a JSON object, or nothing: Vault's command line sends `null` for it. */
export async function bodyOf(request: HonoRequest): Promise<Record<string, unknown>> {
  const method = methodOf(request);
  if (method !== 'PUT' && method !== 'PATCH') return {};
  const text = await request.text();
  if (text.trim() === '') return {};
  try {
    const body: unknown = JSON.parse(text) ?? {};
    if (typeof body === 'object' && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Answered below, with what is JSON but no object.
  }
  throw new Refusal(400, 'failed to parse JSON input: expected an object');
}

/** The request as a backend sees it; each segment is encoded again, for its router decodes it. */
export function within(rest: string, method: string): Request {
  const path = rest.replace(/\/$/, '').split('/').map(encodeURIComponent).join('/');
  return new Request(`http://vault/${path}`, { method });
}
