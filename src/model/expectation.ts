/**
 * What Vault says a KMS should hold for one key: the unit that is verified, and the `keys` of the Lambda's
 * event (contract 2.1).
 */
export interface Expectation {
  readonly name: string;
  readonly kms: string;
  readonly type: string;
  readonly purpose: readonly string[];
  readonly alias: string;
  readonly latest_version: number;
  /** 0: all versions are enabled; only those below it may be Disabled. */
  readonly min_enabled_version: number;
  /** The KMS key's id by version; versions below `min_enabled_version` are kept. */
  readonly versions: Readonly<Record<string, string>>;
  readonly replica_regions: readonly string[];
  /** RFC 3339; `null` when it is not known. */
  readonly distribution_time: string | null;
  /** PEM by version, for asymmetric types. */
  readonly public_keys: Readonly<Record<string, string>>;
  /** The `key_material_id` by version of an earlier report, to be compared with. */
  readonly key_material_ids?: Readonly<Record<string, string>>;
}
