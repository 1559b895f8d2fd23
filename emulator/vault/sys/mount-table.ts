import type { Mount, Namespace } from '../backend.ts';
import type { Core, Plugin } from '../core.ts';

/** The table of secrets engines, or that of auth methods. */
export interface Table {
  /** `/mounts` or `/auth`. */
  readonly path: string;
  /** The prefix of mount paths: empty, or `auth/`. */
  readonly prefix: string;
  /** Built-in mounts, which cannot be changed. */
  readonly fixed: readonly string[];
  plugins(core: Core): Readonly<Record<string, Plugin>>;
  of(namespace: Namespace): Map<string, Mount>;
}

/** Source: https://developer.hashicorp.com/vault/api-docs/system/mounts */
export const mountTable: Table = {
  path: '/mounts',
  prefix: '',
  fixed: ['cubbyhole/', 'identity/', 'sys/'],
  plugins: ({ engines }) => engines,
  of: ({ mounts }) => mounts,
};

/** Source: https://developer.hashicorp.com/vault/api-docs/system/auth */
export const authTable: Table = {
  path: '/auth',
  prefix: 'auth/',
  fixed: ['token/'],
  plugins: ({ authMethods }) => authMethods,
  of: ({ auths }) => auths,
};

/** The reason why the path cannot be mounted; `null` when it is free. */
export function conflictAt(
  { namespaces }: Core,
  { prefix, of }: Table,
  namespace: Namespace,
  path: string,
): string | null {
  const overlapping = (paths: Iterable<string>) =>
    [...paths].find((other) => other.startsWith(path) || path.startsWith(other));
  const isAuth = prefix !== '';
  if (!isAuth && /^(auth|sys)\//.test(path)) return `cannot mount "${path}"`;
  const taken = overlapping(of(namespace).keys());
  if (taken !== undefined) return `path is already in use at ${prefix}${taken}`;
  const inner = isAuth ? undefined : overlapping(namespaces.below(namespace).keys());
  return inner === undefined ? null : `path is already in use by the namespace ${inner}`;
}
