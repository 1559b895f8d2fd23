import type { KeyType, Purpose } from './state.ts';

/**
 * The reason why AWS KMS does not support such a key; `null` when it does.
 *
 * HashiCorp's compatibility table has one row for AWS: aes256-gcm96 with both encrypt and decrypt, protection hsm. Its
 * Terraform page also mentions asymmetric keys: `asymmetric` accepts them, with one KMS key usage per key.
 *
 * Sources: https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms#compatibility,
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html (KeyUsage)
 */
export function incompatibility(
  type: KeyType,
  purpose: readonly Purpose[],
  protection: string,
  asymmetric: boolean,
): string | null {
  if (protection !== 'hsm') return `unsupported protection for awskms: ${JSON.stringify(protection)}`;
  if (type === 'aes256-gcm96')
    return same(purpose, ['decrypt', 'encrypt']) ? null : unsupported(purpose, type);
  if (!asymmetric) return `unsupported key type for awskms: ${JSON.stringify(type)}`;
  const usages: Purpose[][] = type.startsWith('rsa-')
    ? [
        ['decrypt', 'encrypt'],
        ['sign', 'verify'],
      ]
    : [['sign', 'verify']];
  const fits = usages.some((usage) => purpose.every((one) => usage.includes(one)));
  return fits ? null : unsupported(purpose, type);
}

function unsupported(purpose: readonly Purpose[], type: KeyType): string {
  return `unsupported purpose for awskms and key type ${JSON.stringify(type)}: ${purpose.join(',')}`;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
