/**
 * The words of Vault's Key Management engine for a key.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/key-management
 */
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

export const purposes = ['encrypt', 'decrypt', 'sign', 'verify', 'wrap', 'unwrap'] as const;
export type Purpose = (typeof purposes)[number];

export const protections = ['hsm', 'software'] as const;
export type Protection = (typeof protections)[number];

/** Purposes are a set: Vault sorts them, so two lists are compared and shown in one order. */
export function sortPurposes(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}
