import { ownValue } from '../../own-value.ts';
import { rejected } from '../vault-error.ts';

/**
 * The state of the Key Management engine of one mount: plain, immutable data.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/key-management
 */
export interface State {
  readonly keys: Readonly<Record<string, Entry>>;
  readonly kms: Readonly<Record<string, Provider>>;
}

export const emptyState: State = { keys: {}, kms: {} };

export function entryOf({ keys }: State, name: string): Entry | undefined {
  return ownValue(keys, name);
}

export function providerOf({ kms }: State, name: string): Provider | undefined {
  return ownValue(kms, name);
}

export function withEntry(state: State, name: string, entry: Entry): State {
  return { ...state, keys: { ...state.keys, [name]: entry } };
}

/** One key: what Vault returns for it, and what was done for it so far. Both differ while a write is unfinished. */
export interface Entry {
  /** `null` until the key's first version has its material. */
  readonly key: VaultKey | null;
  /** `null`: the key is not distributed, or its distribution is unfinished. */
  readonly distribution: Distribution | null;
  /** By version; an unfinished rotation leaves one more than `key.latest_version`. */
  readonly material: Readonly<Record<number, VaultMaterial>>;
  /** The copy in KMS, from the calls that succeeded. */
  readonly copy: Copy | null;
}

export interface VaultKey {
  readonly name: string;
  readonly type: KeyType;
  readonly deletion_allowed: boolean;
  /** 0: all versions are enabled. */
  readonly min_enabled_version: number;
  readonly latest_version: number;
  readonly replica_regions: readonly string[];
}

interface Distribution {
  readonly kms: string;
  /** Sorted. */
  readonly purpose: readonly Purpose[];
  readonly protection: 'hsm';
  /** Whether its versions have replicas in the key's `replica_regions`. */
  readonly replicated: boolean;
}

export interface VaultMaterial {
  /** RFC 3339. */
  readonly creation_time: string;
  /** The raw AES key, or the private key as PKCS #8 in DER. */
  readonly bytes: Uint8Array;
  /** PEM; `null` for a symmetric key. */
  readonly public_key: string | null;
}

/**
 * A removal deletes the alias first. So a distribution without an alias is partly removed, and only the removal can
 * continue.
 *
 * @throws VaultError (400)
 */
export function requireWhole(key: string, { distribution, copy }: Entry): void {
  if (distribution === null || copy?.alias !== null) return;
  throw rejected(
    `key "${key}" is only partly removed from KMS provider "${distribution.kms}": repeat the removal first`,
  );
}

/** The key in the KMS of one provider. */
export interface Copy {
  readonly kms: string;
  /** The key's name and the unix time of the distribution; the alias is `alias/hashicorp/` and this. */
  readonly name: string;
  /** RFC 3339. */
  readonly distribution_time: string;
  /** The id of the KMS key that the alias refers to; `null`: there is no alias. */
  readonly alias: string | null;
  readonly versions: Readonly<Record<number, KmsKey>>;
}

export interface KmsKey {
  readonly key_id: string;
  /** The key and its replicas, by region. */
  readonly regions: Readonly<Record<string, RegionalKey>>;
}

export interface RegionalKey {
  readonly imported: boolean;
  readonly enabled: boolean;
}

export interface Provider {
  readonly name: string;
  readonly provider: 'awskms';
  /** The AWS region. */
  readonly key_collection: string;
  /** `null`: the server's AWS credential chain. */
  readonly credentials: Credentials | null;
}

export interface Credentials {
  readonly access_key: string;
  readonly secret_key: string;
  readonly session_token?: string;
  readonly endpoint?: string;
}

export const keyTypes = [
  'aes256-gcm96',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ecdsa-p256',
  'ecdsa-p384',
  'ecdsa-p521',
] as const;
export type KeyType = (typeof keyTypes)[number];

export const purposes = ['decrypt', 'encrypt', 'sign', 'unwrap', 'verify', 'wrap'] as const;
export type Purpose = (typeof purposes)[number];
