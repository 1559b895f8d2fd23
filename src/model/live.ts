import type { MountPath } from './id.ts';

/**
 * The observed state of Vault: plain data, read once per run. Declared objects are read in full, of the others only
 * their names.
 */
export interface Live {
  readonly mounts: readonly LiveMount[];
}

export interface LiveMount extends MountPath {
  /** No engine is mounted there, or none that the token may see. */
  readonly missing: boolean;
  /** Every key's name. */
  readonly key_names: readonly string[];
  /** Every provider's name. */
  readonly kms_names: readonly string[];
  /** The declared keys that exist. */
  readonly keys: readonly LiveKey[];
  /** The declared providers that exist, and the undeclared ones where they are to be pruned. */
  readonly kms: readonly LiveProvider[];
}

export interface LiveKey {
  readonly name: string;
  readonly type: string;
  readonly deletion_allowed: boolean;
  readonly latest_version: number;
  /** 0: all versions are enabled. */
  readonly min_enabled_version: number;
  readonly replica_regions: readonly string[];
  /** The enabled versions by their number. */
  readonly versions: Readonly<Record<string, LiveKeyVersion>>;
  /** The providers that hold the key, read only when it is not on its declared provider; `null` otherwise. */
  readonly elsewhere: readonly string[] | null;
}

interface LiveKeyVersion {
  /** RFC 3339; empty where an old Vault does not say. */
  readonly creation_time: string;
  /** PEM; `null` for a symmetric key. */
  readonly public_key: string | null;
}

export interface LiveProvider {
  readonly name: string;
  readonly provider: string;
  readonly key_collection: string;
  /** The name of every key that is distributed to it. */
  readonly key_names: readonly string[];
  /** The distributions of declared keys, and of undeclared ones where they are to be pruned. */
  readonly distributions: readonly LiveDistribution[];
}

export interface LiveDistribution {
  readonly key: string;
  /** The alias is `alias/hashicorp/` and this name: the key's name and the unix time of the distribution. */
  readonly name: string;
  /** Sorted. */
  readonly purpose: readonly string[];
  readonly protection: string;
  /** RFC 3339. */
  readonly distribution_time: string;
  /** The KMS key's id by version; versions below `min_enabled_version` are kept. */
  readonly versions: Readonly<Record<string, string>>;
}
