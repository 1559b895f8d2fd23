/** What KMS should hold for one key, by Vault's record: the unit of verification, and an entry of `keys` in the Lambda's event. */
export interface Expectation {
  readonly name: string;
  /** Vault's namespace and mount, for the commands of a remedy; left out: the root namespace, `keymgmt`. */
  readonly namespace?: string;
  readonly path?: string;
  readonly kms: string;
  readonly type: string;
  readonly purpose: readonly string[];
  readonly alias: string;
  readonly latest_version: number;
  /** 0: all versions are enabled. Only versions below it may be Disabled. */
  readonly min_enabled_version: number;
  /** The KMS key's id by version; versions below `min_enabled_version` are included. */
  readonly versions: Readonly<Record<string, string>>;
  readonly replica_regions: readonly string[];
  /** RFC 3339; `null` when it is not known. */
  readonly distribution_time: string | null;
  /** PEM by version, for asymmetric types. */
  readonly public_keys: Readonly<Record<string, string>>;
  /** The `key_material_id` by version in an earlier report, to compare with. */
  readonly key_material_ids?: Readonly<Record<string, string>>;
  /** The canary by version that an earlier report keeps. */
  readonly canaries?: Readonly<Record<string, Canary>>;
  /** The cryptoperiod, such as `90d`; left out: none is declared. */
  readonly rotate_after?: string;
  /** When Vault created the latest version, RFC 3339; left out: not known. */
  readonly latest_version_time?: string;
}

/** A short text that a KMS key encrypted in an earlier run, to be decrypted by each later one. */
export interface Canary {
  /** In base64. */
  readonly ciphertext: string;
  /** RFC 3339. */
  readonly made_at: string;
}
