import { distributionId, type MountPath } from './id.ts';
import type { LiveDistribution, LiveKey } from './live.ts';

/**
 * Where a key is: Vault's record of one distribution, with what the verifier needs to check it in AWS. The
 * Action's output `distributions` is a list of these.
 */
export interface Distribution {
  readonly id: string;
  readonly namespace: string;
  readonly path: string;
  readonly kms: string;
  readonly key: string;
  /** The provider's `key_collection`. */
  readonly region: string;
  /** `alias/hashicorp/<key>-<unix time>`. */
  readonly alias: string;
  readonly type: string;
  readonly purpose: readonly string[];
  readonly protection: string;
  readonly latest_version: number;
  readonly min_enabled_version: number;
  readonly replica_regions: readonly string[];
  /** RFC 3339. */
  readonly distribution_time: string;
  /** The KMS key's id by version. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The alias that Vault gives a distribution of this name.
 *
 * Source: https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms
 */
function aliasOf(distributionName: string): string {
  return `alias/hashicorp/${distributionName}`;
}

/** Vault's record of one distribution, put together from the key, its provider and what the provider says of the key. */
export function distributionOf(
  mount: MountPath,
  { kms, region }: Pick<Distribution, 'kms' | 'region'>,
  key: Omit<LiveKey, 'elsewhere'>,
  record: LiveDistribution,
): Distribution {
  return {
    id: distributionId(mount, kms, record.key),
    namespace: mount.namespace,
    path: mount.path,
    kms,
    key: record.key,
    region,
    alias: aliasOf(record.name),
    type: key.type,
    purpose: record.purpose,
    protection: record.protection,
    latest_version: key.latest_version,
    min_enabled_version: key.min_enabled_version,
    replica_regions: key.replica_regions,
    distribution_time: record.distribution_time,
    versions: record.versions,
  };
}
