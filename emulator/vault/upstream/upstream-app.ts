import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Exchange } from '../../exchange.ts';
import { errorResponse, type Mount, type Namespace } from '../backend.ts';
import type { Core } from '../core.ts';
import { policyPath } from '../dispatch.ts';
import { envelope } from '../envelope.ts';
import { bodyOf, methodOf, tokenOf, within } from '../http-request.ts';
import { mountView } from '../mount.ts';
import { routeOf } from '../namespaces.ts';
import { requestPath, withSlash } from '../paths.ts';
import { neededFor } from '../permission.ts';
import { badToken, permissionDenied } from '../vault-error.ts';
import type { UpstreamClient } from './upstream-client.ts';
import { canUseMount, requireCapability, type UpstreamCaller } from './upstream-permissions.ts';

type UpstreamContext = Context<{ Bindings: Exchange }>;

export interface UpstreamOptions {
  readonly upstream: UpstreamClient;
  /** A token of the upstream that can read its policies. */
  readonly reader: string;
  /** Its namespaces hold only the keymgmt mounts; the upstream serves everything else. */
  readonly core: Core;
}

/** Serves keymgmt in front of a real Vault or OpenBao, which decides on permissions and serves everything else. */
export function upstreamApp(options: UpstreamOptions): Hono<{ Bindings: Exchange }> {
  const front = new Front(options);
  return new Hono<{ Bindings: Exchange }>().all('/v1/*', (c) =>
    front.serve(c).catch((error: Error) => errorResponse(c, error)),
  );
}

class Front {
  readonly #upstream: UpstreamClient;
  readonly #reader: string;
  readonly #core: Core;

  constructor({ upstream, reader, core }: UpstreamOptions) {
    this.#upstream = upstream;
    this.#reader = reader;
    this.#core = core;
  }

  serve(c: UpstreamContext): Promise<Response> {
    const path = withSlash(c.req.header('x-vault-namespace') ?? '') + requestPath(c.env.target);
    const [, namespace = '', table, rest = ''] =
      /^(.*\/)?sys\/(mounts|internal\/ui\/mounts)(?:\/(.+))?$/.exec(path) ?? [];
    if (table === undefined) return this.#engine(c, path);
    if (table === 'mounts')
      return rest === '' ? this.#allMounts(c, namespace) : this.#mount(c, namespace, rest);
    return rest === '' ? this.#allUiMounts(c, namespace) : this.#uiMount(c, namespace, rest);
  }

  async #engine(c: UpstreamContext, fullPath: string): Promise<Response> {
    const { namespaces } = this.#core;
    const { namespace, path } = namespaces.descend(namespaces.find('')!, fullPath);
    const route = routeOf(namespace, path);
    if (route === null || !isOurs(route.mount)) return this.#forward(c);
    const method = methodOf(c.req);
    await requireCapability(
      this.#upstream,
      callerOf(c, namespace.path),
      policyPath(path, method),
      neededFor[method] ?? [],
    );
    return this.#locally(c, namespace, route.mount, route.rest);
  }

  /** Reads, enables, tunes or disables a mount; handles it here when its type is keymgmt. */
  async #mount(c: UpstreamContext, namespace: string, rest: string): Promise<Response> {
    const { namespaces } = this.#core;
    const existing = namespaces.find(namespace)?.mounts.get(withSlash(rest.replace(/\/tune$/, '')));
    const becomesOurs = (await bodyOf(c.req))['type'] === 'keymgmt';
    if (!(existing && isOurs(existing)) && !becomesOurs) return this.#forward(c);
    await requireCapability(
      this.#upstream,
      callerOf(c, namespace),
      `sys/mounts/${rest}`,
      neededFor[methodOf(c.req)] ?? [],
    );
    const home = namespaces.find(namespace) ?? namespaces.create(namespace, {});
    return this.#locally(c, home, home.mounts.get('sys/')!, `mounts/${rest}`);
  }

  async #allMounts(c: UpstreamContext, namespace: string): Promise<Response> {
    const answer = await this.#forward(c);
    if (answer.status !== 200) return answer;
    const body = (await answer.json()) as { data: object };
    const ours = viewsOf(this.#ours(namespace));
    return c.json({ ...body, ...ours, data: { ...body.data, ...ours } });
  }

  async #allUiMounts(c: UpstreamContext, namespace: string): Promise<Response> {
    const answer = await this.#forward(c);
    if (answer.status !== 200) return answer;
    const body = (await answer.json()) as { data: { secret: object } };
    const caller = callerOf(c, namespace);
    const visible = await Promise.all(
      this.#ours(namespace).map(async (entry) => ((await this.#mayUse(caller, entry[0])) ? [entry] : [])),
    );
    return c.json({
      ...body,
      data: { ...body.data, secret: { ...body.data.secret, ...viewsOf(visible.flat()) } },
    });
  }

  async #uiMount(c: UpstreamContext, namespace: string, rest: string): Promise<Response> {
    const home = this.#core.namespaces.find(namespace);
    const route = home && routeOf(home, rest);
    if (!route || !isOurs(route.mount)) return this.#forward(c);
    if (!(await this.#mayUse(callerOf(c, namespace), route.prefix))) throw permissionDenied();
    return c.json(envelope('system', { path: route.prefix, ...mountView(route.mount) }, null));
  }

  #ours(namespace: string): [path: string, mount: Mount][] {
    return [...(this.#core.namespaces.find(namespace)?.mounts ?? [])].filter(([, mount]) => isOurs(mount));
  }

  #mayUse(caller: UpstreamCaller, mount: string): Promise<boolean> {
    return canUseMount(this.#upstream, caller, this.#reader, mount);
  }

  async #locally(c: UpstreamContext, namespace: Namespace, mount: Mount, rest: string): Promise<Response> {
    const call = {
      namespace,
      mount,
      token: null,
      client_token: tokenOf(c.req),
      body: await bodyOf(c.req),
      exchange: c.env,
    };
    return mount.backend.app.fetch(within(rest, methodOf(c.req)), call);
  }

  async #forward(c: UpstreamContext): Promise<Response> {
    return this.#upstream.forward(c.req.raw, c.env.target, await c.req.arrayBuffer());
  }
}

function callerOf(c: UpstreamContext, namespace: string): UpstreamCaller {
  const token = tokenOf(c.req);
  if (token === null) throw badToken();
  return { token, namespace };
}

function isOurs({ type }: Mount): boolean {
  return type === 'keymgmt';
}

function viewsOf(mounts: readonly [path: string, mount: Mount][]): Record<string, unknown> {
  return Object.fromEntries(mounts.map(([path, mount]) => [path, mountView(mount)]));
}
