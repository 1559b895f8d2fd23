/**
 * The customer managed KMS keys of one region of one account, by where they come from. The counts add up to `total`.
 * Replicas belong to their primary's region.
 */
export interface Inventory {
  readonly region: string;
  readonly account_id: string | null;
  readonly total: number;
  /** In Vault's record. */
  readonly vault: number;
  /** With imported material, and not in Vault's record. */
  readonly imported: number;
  /** With material that KMS generated. */
  readonly kms: number;
  /** In a CloudHSM key store, or in an external one. */
  readonly custom_key_store: number;
  /** Keys that were not read, for want of time, permission or because there are too many; they are in no count. */
  readonly unread: number;
  /** The keys that are not in Vault's record. */
  readonly outside: readonly OutsideKey[];
}

/** A customer managed KMS key that is not in Vault's record. */
export interface OutsideKey {
  readonly key_id: string;
  readonly arn: string;
  readonly source: 'imported' | 'kms' | 'custom_key_store';
  readonly key_state: string | null;
  /** RFC 3339. */
  readonly created: string | null;
  /** Its aliases, sorted. */
  readonly aliases: readonly string[];
  /** The ARN that created it; `null`: CloudTrail has no event of the last 90 days, or was not read. */
  readonly creator: string | null;
  /** RFC 3339; `null`: no use is on record, or it was not read. */
  readonly last_used: string | null;
}
