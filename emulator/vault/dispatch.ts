import type { Context, HonoRequest } from 'hono';
import type { Exchange } from '../exchange.ts';
import { errorResponse, type Namespace } from './backend.ts';
import { bodyOf, methodOf, tokenOf, within } from './http-request.ts';
import { isOpen, type Namespaces, type Route, routeOf } from './namespaces.ts';
import { matchesAny, requestPath, withSlash } from './paths.ts';
import { capabilitiesOf, neededFor } from './permission.ts';
import type { Token, Tokens } from './tokens.ts';
import { badToken, noHandler, permissionDenied } from './vault-error.ts';

/** Routes an HTTP request to its backend: namespace, mount, token and permission, in this order. */
export function dispatcher(namespaces: Namespaces, tokens: Tokens) {
  return async (c: Context<{ Bindings: Exchange }>): Promise<Response> => {
    try {
      const { namespace, path } = locate(namespaces, c.req, requestPath(c.env.target));
      const route = routeOf(namespace, path);
      const token = route !== null && isOpen(route) ? null : authenticate(tokens, c.req);
      if (token !== null) authorise(namespaces, token, namespace, path, methodOf(c.req), route);
      if (route === null) throw noHandler(path);
      return await route.mount.backend.app.fetch(within(route.rest, methodOf(c.req)), {
        namespace,
        mountType: route.mount.type,
        token,
        body: await bodyOf(c.req),
        exchange: c.env,
      });
    } catch (error) {
      return errorResponse(c, error as Error);
    }
  };
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
  const token = id === null ? null : tokens.find(id);
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
