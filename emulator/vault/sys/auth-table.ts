import type { Hono } from 'hono';
import type { Env } from '../backend.ts';
import type { Core } from '../core.ts';
import { serveTable } from './serve-table.ts';

/** Source: https://developer.hashicorp.com/vault/api-docs/system/auth */
export function authTable(app: Hono<Env>, core: Core): void {
  serveTable(app, core, {
    path: '/auth',
    plugins: core.authMethods,
    prefix: 'auth/',
    fixed: ['token/'],
    of: (namespace) => namespace.auths,
    conflict({ auths }, path) {
      const taken = [...auths.keys()].find((other) => other.startsWith(path) || path.startsWith(other));
      return taken === undefined ? null : `path is already in use at auth/${taken}`;
    },
  });
}
