import type { Hono } from 'hono';
import type { Env } from '../backend.ts';
import type { Core } from '../core.ts';
import { serveTable } from './serve-table.ts';

/** Source: https://developer.hashicorp.com/vault/api-docs/system/mounts */
export function mountTable(app: Hono<Env>, core: Core): void {
  const { engines, namespaces } = core;
  serveTable(app, core, {
    path: '/mounts',
    plugins: engines,
    prefix: '',
    fixed: ['sys/'],
    of: (namespace) => namespace.mounts,
    conflict(namespace, path) {
      if (/^(auth|sys)\//.test(path)) return `cannot mount "${path}"`;
      const taken = [...namespace.mounts.keys()].find(
        (other) => other.startsWith(path) || path.startsWith(other),
      );
      if (taken !== undefined) return `path is already in use at ${taken}`;
      const inner = [...namespaces.below(namespace).keys()].find(
        (other) => other.startsWith(path) || path.startsWith(other),
      );
      return inner === undefined ? null : `path is already in use by the namespace ${inner}`;
    },
  });
}
