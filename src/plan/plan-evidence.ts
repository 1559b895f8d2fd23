/** What a plan depends on beyond the engine's own answers: read from AWS, or from Vault itself. */
export interface PlanEvidence {
  /** Vault's version, such as `2.0.0+ent`; `null`: not read, since nothing depends on it, or not returned. */
  readonly vault_version: string | null;
  /** The replicas that AWS has, by the id of the distribution. */
  readonly replicas: ReadonlyMap<string, ReplicaEvidence>;
  /** The aliases under `alias/hashicorp/` in the provider's region, by the id of the provider. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
}

/** The declared regions where a version has no replica with key material; or why that is unknown. */
export type ReplicaEvidence = { readonly missing: readonly string[] } | { readonly unknown: string };

/** Nothing was read. */
export const noPlanEvidence: PlanEvidence = { vault_version: null, replicas: new Map(), aliases: new Map() };

/**
 * Multi-region keys came with Vault 2.0.0. A version that cannot be parsed counts as new enough.
 *
 * Source: https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms
 */
export function tooOldForReplicas({ vault_version }: PlanEvidence): boolean {
  const major = /^v?(\d+)\./.exec(vault_version ?? '')?.[1];
  return major !== undefined && Number(major) < 2;
}

/**
 * The version and edition of a Vault that has no keymgmt engine; `null` for Vault Enterprise and HCP Vault, whose versions
 * have a suffix, and for an unknown version.
 *
 * Source: https://developer.hashicorp.com/vault/docs/secrets/key-management
 */
export function editionWithoutKeymgmt({ vault_version }: PlanEvidence): string | null {
  if (vault_version === null || /\+(ent|hsm|fips|prem)/.test(vault_version)) return null;
  return `${vault_version}, Vault Community or OpenBao`;
}

/** The aliases that belong to distributions of this key: its name and a unix time. */
export function aliasesOf(key: string, aliases: readonly string[]): string[] {
  const prefix = `alias/hashicorp/${key}-`;
  return aliases.filter((alias) => alias.startsWith(prefix) && /^\d+$/.test(alias.slice(prefix.length)));
}
