import { randomBytes, randomUUID } from 'node:crypto';
import type { Backend, Mount, Namespace } from './backend.ts';
import { defaultTtl } from './tokens.ts';

/** The start of the paths of auth methods. */
export const authPrefix = 'auth/';

export function isAuth(path: string): boolean {
  return path.startsWith(authPrefix);
}

/** Creates a mount. */
export function newMount(
  type: string,
  backend: Backend,
  settings: Partial<Pick<Mount, 'description' | 'config' | 'flags'>> = {},
): Mount {
  return {
    type,
    accessor: `${type}_${randomBytes(4).toString('hex')}`,
    uuid: randomUUID(),
    backend,
    description: '',
    config: {},
    flags: {},
    ...settings,
  };
}

/** A mount as `sys/mounts` and `sys/auth` return it. */
export function mountView({ config, flags, backend: _, ...mount }: Mount): Record<string, unknown> {
  return {
    config: { default_lease_ttl: 0, force_no_cache: false, max_lease_ttl: 0, ...config },
    deprecation_status: 'supported',
    external_entropy_access: false,
    local: false,
    options: null,
    plugin_version: '',
    running_plugin_version: 'v2.0.0+builtin.vault',
    running_sha256: '',
    seal_wrap: false,
    ...flags,
    ...mount,
  };
}

/** The secrets engines, or with `auth/` the auth methods, of a namespace, by path without this prefix. */
export function mountViews(
  { mounts }: Pick<Namespace, 'mounts'>,
  prefix: '' | typeof authPrefix,
  isVisible: (path: string, mount: Mount) => boolean = () => true,
): Record<string, object> {
  const visible = [...mounts].filter(
    ([path, mount]) => isAuth(path) === (prefix !== '') && isVisible(path, mount),
  );
  return Object.fromEntries(visible.map(([path, mount]) => [path.slice(prefix.length), mountView(mount)]));
}

/** The configuration as the `tune` endpoint returns it: with effective lease TTLs. */
export function tuneView({ description, config }: Mount, ofAuth: boolean): Record<string, unknown> {
  return {
    force_no_cache: false,
    ...(ofAuth ? { token_type: 'default-service' } : {}),
    ...config,
    default_lease_ttl: config['default_lease_ttl'] || defaultTtl,
    max_lease_ttl: config['max_lease_ttl'] || defaultTtl,
    description,
  };
}
