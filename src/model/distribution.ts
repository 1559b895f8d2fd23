/**
 * Where a key is: Vault's record of one distribution, with what the verifier needs to prove it in AWS. The
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
export function aliasOf(distributionName: string): string {
  return `alias/hashicorp/${distributionName}`;
}
