import type { Mount, Namespace } from '../backend.ts';
import type { Core, Plugin } from '../core.ts';

/** The difference between the table of secrets engines and that of auth methods. */
export interface Table {
  /** `/mounts` or `/auth`. */
  readonly path: string;
  readonly plugins: Readonly<Record<string, Plugin>>;
  /** The prefix of mount paths: empty, or `auth/`. */
  readonly prefix: string;
  /** Built-in mounts, which cannot be changed. */
  readonly fixed: readonly string[];
  of(namespace: Namespace): Map<string, Mount>;
  /** The reason why the path cannot be mounted; `null` when it is free. */
  conflict(namespace: Namespace, path: string): string | null;
}

/** Source: https://developer.hashicorp.com/vault/api-docs/system/mounts */
export function mountTable({ engines, namespaces }: Core): Table {
  return {
    path: '/mounts',
    plugins: engines,
    prefix: '',
    fixed: ['cubbyhole/', 'identity/', 'sys/'],
    of: (namespace) => namespace.mounts,
    conflict(namespace, path) {
      if (/^(auth|sys)\//.test(path)) return `cannot mount "${path}"`;
      const taken = overlapping(namespace.mounts.keys(), path);
      if (taken !== undefined) return `path is already in use at ${taken}`;
      const inner = overlapping(namespaces.below(namespace).keys(), path);
      return inner === undefined ? null : `path is already in use by the namespace ${inner}`;
    },
  };
}

/** Source: https://developer.hashicorp.com/vault/api-docs/system/auth */
export function authTable({ authMethods }: Core): Table {
  return {
    path: '/auth',
    plugins: authMethods,
    prefix: 'auth/',
    fixed: ['token/'],
    of: (namespace) => namespace.auths,
    conflict({ auths }, path) {
      const taken = overlapping(auths.keys(), path);
      return taken === undefined ? null : `path is already in use at auth/${taken}`;
    },
  };
}

function overlapping(paths: Iterable<string>, path: string): string | undefined {
  return [...paths].find((other) => other.startsWith(path) || path.startsWith(other));
}
