import type { Hono } from 'hono';
import { caller, type Env } from '../backend.ts';
import type { Core } from '../core.ts';
import { answerData } from '../envelope.ts';
import { mountView } from '../mount.ts';
import { routeOf } from '../namespaces.ts';
import { reachesMount } from '../permission.ts';
import { Refusal } from '../refusal.ts';

/**
 * What a token may see of the mounts it may use: also without rights on `sys/mounts`.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/system/internal-ui-mounts
 */
export function uiMounts(app: Hono<Env>, { namespaces }: Core): void {
  app.get('/internal/ui/mounts', (c) => {
    const { namespace } = c.env;
    const visible = (table: typeof namespace.mounts, prefix: string) =>
      Object.fromEntries(
        [...table]
          .filter(([path]) => reachesMount(namespaces, caller(c), namespace, prefix + path))
          .map(([path, mount]) => [path, mountView(mount)]),
      );
    return answerData(c, { secret: visible(namespace.mounts, ''), auth: visible(namespace.auths, 'auth/') });
  });

  app.get('/internal/ui/mounts/*', (c) => {
    const { namespace } = c.env;
    const path = decodeURIComponent(c.req.path.slice('/internal/ui/mounts/'.length));
    const inner = namespaces.descend(namespace, path);
    const route = routeOf(inner.namespace, inner.path);
    if (route === null || !reachesMount(namespaces, caller(c), inner.namespace, route.prefix)) {
      throw new Refusal(
        403,
        `preflight capability check returned 403, please ensure client's policies grant access to path "${path}/"`,
      );
    }
    return answerData(c, { path: route.prefix, ...mountView(route.mount) });
  });
}
