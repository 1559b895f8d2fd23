import { randomBytes, randomUUID } from 'node:crypto';
import type { Backend, Mount } from './backend.ts';
import { defaultTtl } from './tokens.ts';

/** Creates a mount. */
export function newMount(
  type: string,
  backend: Backend,
  settings: Partial<Pick<Mount, 'description' | 'config'>> = {},
): Mount {
  return {
    type,
    accessor: `${type}_${randomBytes(4).toString('hex')}`,
    uuid: randomUUID(),
    backend,
    description: settings.description ?? '',
    config: settings.config ?? {},
  };
}

/** A mount as `sys/mounts` and `sys/auth` return it. */
export function mountView({ type, accessor, uuid, description, config }: Mount): Record<string, unknown> {
  return {
    accessor,
    config: configView(config),
    deprecation_status: 'supported',
    description,
    external_entropy_access: false,
    local: false,
    options: null,
    plugin_version: '',
    running_plugin_version: 'v2.0.0+builtin.vault',
    running_sha256: '',
    seal_wrap: false,
    type,
    uuid,
  };
}

/** The configuration of a mount. A lease TTL that was never set is 0, as in Vault. */
function configView(config: Mount['config']): Record<string, unknown> {
  return { default_lease_ttl: 0, force_no_cache: false, max_lease_ttl: 0, ...config };
}

/** The configuration as the `tune` endpoint returns it: with effective lease TTLs. */
export function tuneView({ description, config }: Mount): Record<string, unknown> {
  const { default_lease_ttl, max_lease_ttl, ...others } = configView(config);
  return {
    ...others,
    default_lease_ttl: default_lease_ttl || defaultTtl,
    max_lease_ttl: max_lease_ttl || defaultTtl,
    description,
  };
}
