/** What a plan takes into account that Vault's engine does not say: seen in AWS, or asked of Vault itself. */
export interface PlanEvidence {
  /** Vault's version, such as `2.0.0+ent`; `null`: not asked, since nothing depends on it, or not told. */
  readonly vault_version: string | null;
  /** By a distribution's id: what was seen of its replicas. */
  readonly replicas: ReadonlyMap<string, ReplicaEvidence>;
  /** By a provider's id: the aliases under `alias/hashicorp/` in its region. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
}

/** The declared regions where some version has no replica with key material; or why that is not known. */
export type ReplicaEvidence = { readonly missing: readonly string[] } | { readonly unknown: string };

/** Nothing was looked at. */
export const noPlanEvidence: PlanEvidence = { vault_version: null, replicas: new Map(), aliases: new Map() };

/**
 * Multi-region keys came with Vault 2.0.0. What cannot be read as a version is left to Vault's own judgement.
 *
 * Source: https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms
 */
export function tooOldForReplicas({ vault_version }: PlanEvidence): boolean {
  const major = /^v?(\d+)\./.exec(vault_version ?? '')?.[1];
  return major !== undefined && Number(major) < 2;
}

/** Those of the aliases that a distribution of this key had: its name and a unix time. */
export function aliasesOf(key: string, aliases: readonly string[]): string[] {
  const prefix = `alias/hashicorp/${key}-`;
  return aliases.filter((alias) => alias.startsWith(prefix) && /^\d+$/.test(alias.slice(prefix.length)));
}
