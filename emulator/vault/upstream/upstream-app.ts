import { type Context, Hono } from 'hono';
import type { Exchange } from '../../exchange.ts';
import { errorResponse, type Mount, type Namespace } from '../backend.ts';
import type { Core } from '../core.ts';
import { policyPath, runBackend } from '../dispatch.ts';
import { envelope } from '../envelope.ts';
import { bodyOf, methodOf, tokenOf } from '../http-request.ts';
import { mountView, mountViews } from '../mount.ts';
import { routeOf } from '../namespaces.ts';
import { requestPath, withSlash } from '../paths.ts';
import { neededFor } from '../permission.ts';
import { badToken, permissionDenied } from '../vault-error.ts';
import type { UpstreamClient, UpstreamRequest } from './upstream-client.ts';
import { canUseMount, requireCapability } from './upstream-permissions.ts';

type UpstreamContext = Context<{ Bindings: Exchange }>;

/**
 * Serves keymgmt in front of a real Vault or OpenBao, which decides on permissions and serves everything else.
 *
 * @param reader a token of the upstream that can read its policies
 * @param core its namespaces hold only the keymgmt mounts
 */
export function upstreamApp(
  upstream: UpstreamClient,
  reader: string,
  { namespaces }: Core,
): Hono<{ Bindings: Exchange }> {
  const ours = (namespace: string): [path: string, mount: Mount][] =>
    [...(namespaces.find(namespace)?.mounts ?? [])].filter(([, mount]) => isOurs(mount));
  const forward = async (c: UpstreamContext): Promise<Response> =>
    upstream.forward(c.req.raw, c.env.target, await c.req.arrayBuffer());
  const canUse = (c: UpstreamContext, namespace: string, mount: string): Promise<boolean> =>
    canUseMount(upstream, callerOf(c, namespace), reader, mount);
  const locally = (c: UpstreamContext, namespace: Namespace, mount: Mount, rest: string) =>
    runBackend(c, { namespace, mount, token: null }, rest);

  const engine = async (c: UpstreamContext, fullPath: string): Promise<Response> => {
    const { namespace, path } = namespaces.descend(namespaces.find('')!, fullPath);
    const route = routeOf(namespace, path);
    if (route === null || !isOurs(route.mount)) return forward(c);
    const method = methodOf(c.req);
    const caller = callerOf(c, namespace.path);
    await requireCapability(upstream, caller, policyPath(path, method), neededFor[method] ?? []);
    return locally(c, namespace, route.mount, route.rest);
  };

  /** Reads, enables, tunes or disables a mount; handles it here when its type is keymgmt. */
  const oneMount = async (c: UpstreamContext, namespace: string, rest: string): Promise<Response> => {
    const existing = namespaces.find(namespace)?.mounts.get(withSlash(rest.replace(/\/tune$/, '')));
    const becomesOurs = (await bodyOf(c.req))['type'] === 'keymgmt';
    if (!(existing && isOurs(existing)) && !becomesOurs) return forward(c);
    const needed = neededFor[methodOf(c.req)] ?? [];
    await requireCapability(upstream, callerOf(c, namespace), `sys/mounts/${rest}`, needed);
    const home = namespaces.find(namespace) ?? namespaces.create(namespace, {});
    return locally(c, home, home.mounts.get('sys/')!, `mounts/${rest}`);
  };

  const allMounts = async (c: UpstreamContext, namespace: string): Promise<Response> => {
    const answer = await forward(c);
    if (answer.status !== 200) return answer;
    const body = (await answer.json()) as { data: object };
    const views = mountViews({ mounts: new Map(ours(namespace)) }, '');
    return c.json({ ...body, ...views, data: { ...body.data, ...views } });
  };

  const allUiMounts = async (c: UpstreamContext, namespace: string): Promise<Response> => {
    const answer = await forward(c);
    if (answer.status !== 200) return answer;
    const body = (await answer.json()) as { data: { secret: object } };
    const each = ours(namespace).map(async (entry) =>
      (await canUse(c, namespace, entry[0])) ? [entry] : [],
    );
    const usable = mountViews({ mounts: new Map((await Promise.all(each)).flat()) }, '');
    return c.json({ ...body, data: { ...body.data, secret: { ...body.data.secret, ...usable } } });
  };

  const uiMount = async (c: UpstreamContext, namespace: string, rest: string): Promise<Response> => {
    const home = namespaces.find(namespace);
    const route = home && routeOf(home, rest);
    if (!route || !isOurs(route.mount)) return forward(c);
    if (!(await canUse(c, namespace, route.prefix))) throw permissionDenied();
    return c.json(envelope('system', { path: route.prefix, ...mountView(route.mount) }, null));
  };

  return new Hono<{ Bindings: Exchange }>()
    .all('/v1/*', (c) => {
      const path = withSlash(c.req.header('x-vault-namespace') ?? '') + requestPath(c.env.target);
      const [, namespace = '', table, rest = ''] =
        /^(.*\/)?sys\/(mounts|internal\/ui\/mounts)(?:\/(.+))?$/.exec(path) ?? [];
      if (table === undefined) return engine(c, path);
      if (table === 'mounts') return rest === '' ? allMounts(c, namespace) : oneMount(c, namespace, rest);
      return rest === '' ? allUiMounts(c, namespace) : uiMount(c, namespace, rest);
    })
    .onError((error, c) => errorResponse(c, error));
}

function callerOf(c: UpstreamContext, namespace: string): UpstreamRequest {
  const token = tokenOf(c.req);
  if (token === null) throw badToken();
  return { token, namespace };
}

function isOurs({ type }: Mount): boolean {
  return type === 'keymgmt';
}
