import type { Desired } from '../model/desired.ts';
import { type Distribution, distributionOf } from '../model/distribution.ts';
import { distributionId, keyId, providerId } from '../model/id.ts';
import type { Live, LiveDistribution, LiveKey } from '../model/live.ts';

/** The observed providers, keys and distributions, by id; `apply` updates it with each step. */
export interface VaultState {
  /** Every provider, undeclared ones included. */
  readonly providers: ReadonlySet<string>;
  /** The ids of the distributions on declared providers, undeclared keys included. */
  readonly distributed: Set<string>;
  /** The declared ones, and undeclared ones where they are to be pruned. */
  readonly keys: Map<string, Omit<LiveKey, 'elsewhere'>>;
  readonly distributions: Map<string, LiveDistribution>;
}

export function vaultStateFrom(live: Live): VaultState {
  const state = {
    providers: new Set<string>(),
    distributed: new Set<string>(),
    keys: new Map<string, LiveKey>(),
    distributions: new Map<string, LiveDistribution>(),
  };
  for (const mount of live.mounts) {
    for (const name of mount.kms_names) state.providers.add(providerId(mount, name));
    for (const key of mount.keys) state.keys.set(keyId(mount, key.name), key);
    for (const provider of mount.kms) {
      for (const key of provider.key_names) state.distributed.add(distributionId(mount, provider.name, key));
      for (const record of provider.distributions) {
        state.distributions.set(distributionId(mount, provider.name, record.key), record);
      }
    }
  }
  return state;
}

/** The declared keys that are on their declared provider. */
export function distributionsOf(desired: Desired, state: VaultState): Distribution[] {
  return desired.mounts.flatMap((mount) => {
    const regions = new Map(mount.kms.map((provider) => [provider.name, provider.key_collection]));
    return mount.keys.flatMap((declared): Distribution[] => {
      if (declared.kms === null) return [];
      const id = distributionId(mount, declared.kms, declared.name);
      const key = state.keys.get(keyId(mount, declared.name));
      const record = state.distributions.get(id);
      if (key === undefined || record === undefined) return [];
      const region = regions.get(declared.kms) ?? '';
      return [distributionOf(mount, { kms: declared.kms, region }, key, record)];
    });
  });
}
