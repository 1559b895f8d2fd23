import { isEnabled, versionsOf } from './effect.ts';
import type { Copy, Distribution, Entry, Provider, VaultKey } from './state.ts';

/** A key as Vault returns it: with its enabled versions only. */
export function keyView(key: VaultKey, { material }: Entry): Record<string, unknown> {
  const versions = versionsOf(key)
    .filter((version) => isEnabled(key, version))
    .map((version) => {
      const { creation_time, public_key } = material[version]!;
      return [version, public_key === null ? { creation_time } : { creation_time, public_key }];
    });
  return {
    deletion_allowed: key.deletion_allowed,
    latest_version: key.latest_version,
    min_enabled_version: key.min_enabled_version,
    name: key.name,
    ...(key.replica_regions.length > 0 ? { replica_regions: key.replica_regions } : {}),
    type: key.type,
    versions: Object.fromEntries(versions),
  };
}

/** A provider as Vault returns it: without its credentials. */
export function providerView({ name, provider, key_collection }: Provider): Record<string, unknown> {
  return { key_collection, name, provider };
}

/** A distribution as Vault returns it: with every version, and the purposes as one string. */
export function distributionView(
  key: VaultKey,
  distribution: Distribution,
  copy: Copy,
): Record<string, unknown> {
  const versions = versionsOf(key).flatMap((version) => {
    const held = copy.versions[version];
    return held === undefined ? [] : [[version, held.key_id]];
  });
  return {
    distribution_time: copy.distribution_time,
    name: copy.name,
    protection: distribution.protection,
    purpose: distribution.purpose.join(','),
    versions: Object.fromEntries(versions),
  };
}
