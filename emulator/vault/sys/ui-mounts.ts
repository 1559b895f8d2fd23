import type { Hono } from 'hono';
import { caller, type Env } from '../backend.ts';
import type { Core } from '../core.ts';
import { dataResponse } from '../envelope.ts';
import { authPrefix, mountView, mountViews } from '../mount.ts';
import { routeOf } from '../namespaces.ts';
import { canReachMount } from '../permission.ts';
import { VaultError } from '../vault-error.ts';

/**
 * The mounts that a token can use. It needs no capability on `sys/mounts`.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/system/internal-ui-mounts
 */
export function uiMounts(app: Hono<Env>, { namespaces }: Core): void {
  app.get('/internal/ui/mounts', (c) => {
    const { namespace } = c.env;
    const isVisible = (path: string) => canReachMount(namespaces, caller(c), namespace, path);
    return dataResponse(c, {
      secret: mountViews(namespace, '', isVisible),
      auth: mountViews(namespace, authPrefix, isVisible),
    });
  });

  app.get('/internal/ui/mounts/*', (c) => {
    const { namespace } = c.env;
    const path = decodeURIComponent(c.req.path.slice('/internal/ui/mounts/'.length));
    const inner = namespaces.descend(namespace, path);
    const route = routeOf(inner.namespace, inner.path);
    if (route === null || !canReachMount(namespaces, caller(c), inner.namespace, route.prefix))
      throw new VaultError(
        403,
        `preflight capability check returned 403, please ensure client's policies grant access to path "${path}/"`,
      );
    return dataResponse(c, { path: route.prefix, ...mountView(route.mount) });
  });
}
