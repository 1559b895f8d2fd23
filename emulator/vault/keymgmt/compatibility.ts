import type { KeyType, Purpose } from './state.ts';

const encryption: readonly Purpose[] = ['decrypt', 'encrypt'];
const signing: readonly Purpose[] = ['sign', 'verify'];

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
  const isSymmetric = type === 'aes256-gcm96';
  if (!isSymmetric && !asymmetric) return `unsupported key type for awskms: ${JSON.stringify(type)}`;
  const usages = type.startsWith('ecdsa-') ? [signing] : [encryption, signing];
  const fits = isSymmetric
    ? purpose.join() === encryption.join()
    : usages.some((usage) => purpose.every((one) => usage.includes(one)));
  if (fits) return null;
  return `unsupported purpose for awskms and key type ${JSON.stringify(type)}: ${purpose.join(',')}`;
}
