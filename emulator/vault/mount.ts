import { randomBytes, randomUUID } from 'node:crypto';
import type { Backend, Mount } from './backend.ts';
import { defaultTtl } from './tokens.ts';

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
    description: settings.description ?? '',
    config: settings.config ?? {},
    flags: settings.flags ?? {},
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

/** The configuration as the `tune` endpoint returns it: with effective lease TTLs. */
export function tuneView({ description, config }: Mount, isAuth: boolean): Record<string, unknown> {
  return {
    force_no_cache: false,
    ...(isAuth ? { token_type: 'default-service' } : {}),
    ...config,
    default_lease_ttl: config['default_lease_ttl'] || defaultTtl,
    max_lease_ttl: config['max_lease_ttl'] || defaultTtl,
    description,
  };
}
