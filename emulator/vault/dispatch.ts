import type { Context, HonoRequest } from 'hono';
import type { Exchange } from '../exchange.ts';
import { type BackendCall, errorResponse, type Namespace } from './backend.ts';
import { requireBoundAddress } from './cidrs.ts';
import type { Core } from './core.ts';
import { seconds } from './duration.ts';
import { envelope } from './envelope.ts';
import { bodyOf, methodOf, tokenOf, within } from './http-request.ts';
import { type Namespaces, type Route, routeOf } from './namespaces.ts';
import { matchesAny, requestPath, withSlash } from './paths.ts';
import { capabilitiesOf, neededFor } from './permission.ts';
import type { Token, Tokens } from './tokens.ts';
import { badToken, noHandler, permissionDenied, rejected } from './vault-error.ts';

/** The paths on which a token acts on itself, in its own namespace whatever the header. */
const ownPaths = ['auth/token/lookup-self', 'auth/token/renew-self', 'auth/token/revoke-self'];
/** The responses of these are never wrapped. */
const neverWrapped = ['sys/wrapping/lookup', 'sys/wrapping/rewrap', 'sys/wrapping/unwrap'];

/** Routes an HTTP request to its backend: namespace, mount, token and permission, in this order. */
export function dispatcher({ namespaces, tokens, wrapped }: Core) {
  return async (c: Context<{ Bindings: Exchange }>): Promise<Response> => {
    let token: Token | null = null;
    try {
      const method = methodOf(c.req);
      const located = locate(namespaces, c.req, requestPath(c.env.target));
      const { path } = located;
      const route = routeOf(located.namespace, path);
      if (route === null || !matchesAny(route.mount.backend.open, route.rest))
        token = authenticate(tokens, c.req);
      const own = token !== null && ownPaths.includes(path) ? namespaces.find(token.namespace) : null;
      const namespace = own ?? located.namespace;
      if (token !== null) authorise(namespaces, token, namespace, path, method, route);
      if (route === null) throw noHandler(path);
      const wrapTtl = neverWrapped.includes(path) ? 0 : seconds(c.req.header('x-vault-wrap-ttl') ?? '');
      if (wrapTtl === undefined) throw rejected('X-Vault-Wrap-TTL: expected a duration');
      if (path === 'sys/wrapping/wrap' && wrapTtl === 0)
        throw rejected('endpoint requires response wrapping to be used');
      const response = await runBackend(c, { namespace, mount: route.mount, token }, route.rest);
      if (wrapTtl === 0 || response.status !== 200) return response;
      const { info } = wrapped.wrap(await response.text(), wrapTtl, path);
      return c.json({ ...envelope(route.mount.type, null, null), wrap_info: info });
    } catch (error) {
      return errorResponse(c, error as Error);
    } finally {
      if (token !== null) tokens.endUse(token);
    }
  };
}

/** Runs the backend of a mount. */
export async function runBackend(
  c: Context<{ Bindings: Exchange }>,
  call: Pick<BackendCall, 'namespace' | 'mount' | 'token'>,
  rest: string,
): Promise<Response> {
  const request = { client_token: tokenOf(c.req), body: await bodyOf(c.req), exchange: c.env };
  return call.mount.backend.app.fetch(within(rest, methodOf(c.req)), { ...call, ...request });
}

function locate(
  namespaces: Namespaces,
  request: HonoRequest,
  path: string,
): { namespace: Namespace; path: string } {
  const named = withSlash(request.header('x-vault-namespace') ?? '');
  const start = namespaces.find(named === 'root/' ? '' : named);
  if (start === null) throw noHandler(named + path);
  return namespaces.descend(start, path);
}

function authenticate(tokens: Tokens, request: HonoRequest): Token {
  const id = tokenOf(request);
  const token = id === null ? null : tokens.beginUse(id);
  if (token === null) throw badToken();
  requireBoundAddress(token.bound_cidrs);
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
  if (route !== null && matchesAny(route.mount.backend.selfChecked ?? [], route.rest)) return;
  const granted = capabilitiesOf(namespaces, token, namespace, policyPath(path, method), method === 'LIST');
  const needsSudo = route !== null && matchesAny(route.mount.backend.sudo ?? [], route.rest);
  const enough = (neededFor[method] ?? []).some((capability) => granted.includes(capability));
  if (!enough || (needsSudo && !granted.includes('sudo'))) throw permissionDenied();
}

/** The path that policies are evaluated for: a list adds a trailing slash. */
export function policyPath(path: string, method: string): string {
  return method === 'LIST' && !path.endsWith('/') ? `${path}/` : path;
}
