import type { Context } from 'hono';
import type { Exchange } from '../exchange.ts';
import { type Call, matches, refuse } from './backend.ts';
import { isOpen, type Namespace, type Namespaces, type Route, routeOf } from './namespaces.ts';
import { requestPath, withSlash } from './paths.ts';
import { capabilitiesOf, neededFor } from './permission.ts';
import { badToken, noHandler, permissionDenied, Refusal } from './refusal.ts';
import type { Token, Tokens } from './tokens.ts';

/** Vault 2.0.0 and newer take no longer token than this. */
const longestToken = 8192;

/** From an HTTP request to the backend that serves it: namespace, mount, token, permission, in this order. */
export function dispatcher(namespaces: Namespaces, tokens: Tokens) {
  return async (c: Context<{ Bindings: Exchange }>): Promise<Response> => {
    try {
      const method = methodOf(c);
      const headers = c.req.raw.headers;
      const { namespace, path } = locate(namespaces, headers, requestPath(c.env.target));
      const route = routeOf(namespace, path);
      const token = route !== null && isOpen(route) ? null : authenticate(tokens, headers);
      if (token !== null) authorise(namespaces, token, namespace, path, method, route);
      if (route === null) throw noHandler(path);
      const call: Call = {
        namespace,
        mount: route.prefix,
        mountType: route.mount.type,
        token,
        body: await bodyOf(c.req.raw, method),
        exchange: c.env,
      };
      return await route.mount.backend.app.fetch(within(route, method), call);
    } catch (error) {
      return refuse(c, error as Error);
    }
  };
}

/** GET, LIST, PUT or DELETE: for Vault PUT and POST are the same, and `?list=true` is the method LIST. */
function methodOf(c: Context): string {
  const { method } = c.req;
  if (method === 'POST') return 'PUT';
  if (method === 'HEAD') return 'GET';
  return method === 'GET' && c.req.query('list') === 'true' ? 'LIST' : method;
}

function locate(
  namespaces: Namespaces,
  headers: Headers,
  path: string,
): { namespace: Namespace; path: string } {
  const named = withSlash(headers.get('x-vault-namespace') ?? '');
  const start = namespaces.find(named === 'root/' ? '' : named);
  if (start === null) throw noHandler(named + path);
  return namespaces.descend(start, path);
}

function authenticate(tokens: Tokens, headers: Headers): Token {
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const id = headers.get('x-vault-token') ?? bearer;
  if (id === undefined) throw badToken();
  if (id.length > longestToken) throw new Refusal(431, 'token header is too large');
  const token = tokens.find(id);
  if (token === null) throw badToken();
  return token;
}

function authorise(
  namespaces: Namespaces,
  token: Token,
  namespace: Namespace,
  path: string,
  method: string,
  route: Route | null,
): void {
  if (route !== null && matches(route.mount.backend.selfChecked ?? [], route.rest)) return;
  const listing = method === 'LIST';
  const asked = listing && !path.endsWith('/') ? `${path}/` : path;
  const granted = capabilitiesOf(namespaces, token, namespace, asked, listing);
  const needsSudo = route !== null && matches(route.mount.backend.sudo ?? [], route.rest);
  const enough = (neededFor[method] ?? []).some((capability) => granted.includes(capability));
  if (!enough || (needsSudo && !granted.includes('sudo'))) throw permissionDenied();
}

async function bodyOf(request: Request, method: string): Promise<Record<string, unknown>> {
  if (method !== 'PUT' && method !== 'PATCH') return {};
  const text = await request.text();
  if (text.trim() === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // Answered below, with what is not JSON.
  }
  throw new Refusal(400, 'failed to parse JSON input: expected an object');
}

/** The request as the backend sees it; each segment is encoded again, for its router decodes it. */
function within({ rest }: Route, method: string): Request {
  const path = rest.replace(/\/$/, '').split('/').map(encodeURIComponent).join('/');
  return new Request(`http://vault/${path}`, { method });
}
