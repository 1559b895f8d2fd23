import type { Hono } from 'hono';
import type { Env, Namespace, VaultContext } from '../backend.ts';
import type { Core } from '../core.ts';
import { dataResponse, emptyResponse, listResponse } from '../envelope.ts';
import { informational, readFields } from '../field-table.ts';
import { withSlash } from '../paths.ts';
import { notFound, rejected } from '../vault-error.ts';

export const namespaceFields = informational('pairs', {}, 'custom_metadata');
const reserved = ['root', 'sys', 'audit', 'auth', 'cubbyhole', 'identity'];

/**
 * The namespaces below that of the request. A name of several segments creates the last one; its parents must exist.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/system/namespaces
 */
export function namespaceTable(app: Hono<Env>, { namespaces, tokens }: Core): void {
  app.on('LIST', '/namespaces', (c) => {
    const below = [...namespaces.below(c.env.namespace)].filter(
      ([path]) => path.indexOf('/') === path.length - 1,
    );
    const info = Object.fromEntries(below.map(([path, namespace]) => [path, view(namespace)]));
    return listResponse(c, Object.keys(info), info);
  });
  app.get('/namespaces/*', (c) => {
    const namespace = namespaces.find(pathOf(c));
    if (namespace === null) throw notFound();
    return dataResponse(c, view(namespace));
  });
  app.put('/namespaces/*', (c) => {
    const path = pathOf(c);
    const existing = namespaces.find(path);
    if (existing !== null) return dataResponse(c, view(existing));
    checkName(c, path, (parent) => namespaces.find(parent) !== null);
    return dataResponse(
      c,
      view(namespaces.create(path, readFields(namespaceFields, c.env.body).custom_metadata ?? {})),
    );
  });
  app.delete('/namespaces/*', (c) => {
    const path = pathOf(c);
    const namespace = namespaces.find(path);
    if (namespace !== null && namespaces.below(namespace).size > 0)
      throw rejected(`cannot delete namespace "${path}": it has child namespaces`);
    namespaces.delete(path);
    tokens.revokeWhere((token) => token.namespace.startsWith(path));
    return emptyResponse(c);
  });
}

function pathOf(c: VaultContext): string {
  return c.env.namespace.path + withSlash(decodeURIComponent(c.req.path.slice('/namespaces/'.length)));
}

function checkName(c: VaultContext, path: string, exists: (parent: string) => boolean): void {
  const parent = path.replace(/[^/]+\/$/, '');
  const name = path.slice(parent.length, -1);
  if (reserved.includes(name))
    throw rejected(`"${name}" is a reserved path and cannot be used as a namespace path`);
  if (!/^[\w.-]+$/.test(name)) throw rejected(`namespace path "${name}" contains invalid characters`);
  if (!exists(parent)) throw rejected(`parent namespace "${parent}" does not exist`);
  const within = path.slice(c.env.namespace.path.length);
  const mounted = [...c.env.namespace.mounts.keys()].find((mount) => mount.startsWith(within));
  if (mounted !== undefined) throw rejected(`path is already in use at ${mounted}`);
}

function view({ id, path, custom_metadata }: Namespace): Record<string, unknown> {
  return { custom_metadata, id, locked: false, path };
}
