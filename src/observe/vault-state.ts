import type { Desired } from '../model/desired.ts';
import { aliasOf, type Distribution } from '../model/distribution.ts';
import { distributionId, keyId, providerId } from '../model/id.ts';
import type { Live, LiveDistribution, LiveKey } from '../model/live.ts';

/** What is known of keys and distributions, by id; an apply keeps it true as it goes. */
export interface VaultState {
  /** Every provider, undeclared ones included. */
  readonly providers: ReadonlySet<string>;
  /** What is on the declared providers, undeclared keys included: the distributions' ids. */
  readonly placed: Set<string>;
  /** The declared ones, and undeclared ones where they are to be pruned. */
  readonly keys: Map<string, Omit<LiveKey, 'elsewhere'>>;
  readonly distributions: Map<string, LiveDistribution>;
}

export function vaultStateFrom(live: Live): VaultState {
  const known = {
    providers: new Set<string>(),
    placed: new Set<string>(),
    keys: new Map<string, LiveKey>(),
    distributions: new Map<string, LiveDistribution>(),
  };
  for (const mount of live.mounts) {
    for (const name of mount.kms_names) known.providers.add(providerId(mount, name));
    for (const key of mount.keys) known.keys.set(keyId(mount, key.name), key);
    for (const provider of mount.kms) {
      for (const key of provider.key_names) known.placed.add(distributionId(mount, provider.name, key));
      for (const record of provider.distributions) {
        known.distributions.set(distributionId(mount, provider.name, record.key), record);
      }
    }
  }
  return known;
}

/** The declared keys that are where they are declared to be. */
export function distributionsOf(desired: Desired, known: VaultState): Distribution[] {
  return desired.mounts.flatMap((mount) => {
    const regions = new Map(mount.kms.map((provider) => [provider.name, provider.key_collection]));
    return mount.keys.flatMap((declared): Distribution[] => {
      if (declared.kms === null) return [];
      const id = distributionId(mount, declared.kms, declared.name);
      const key = known.keys.get(keyId(mount, declared.name));
      const record = known.distributions.get(id);
      if (key === undefined || record === undefined) return [];
      return [
        {
          id,
          namespace: mount.namespace,
          path: mount.path,
          kms: declared.kms,
          key: declared.name,
          region: regions.get(declared.kms) ?? '',
          alias: aliasOf(record.name),
          type: key.type,
          purpose: record.purpose,
          protection: record.protection,
          latest_version: key.latest_version,
          min_enabled_version: key.min_enabled_version,
          replica_regions: key.replica_regions,
          distribution_time: record.distribution_time,
          versions: record.versions,
        },
      ];
    });
  });
}
