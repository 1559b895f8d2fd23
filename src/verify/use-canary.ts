import { constants, publicEncrypt, verify } from 'node:crypto';
import type { AwsReader } from '../model/aws-reader.ts';
import type { CanaryEvidence, KmsKey } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import { keyStateOf } from './expectations.ts';

/** The pair of every canary's encryption context that IAM policies name; a second pair names the KMS key. */
export const canaryContext = { name: 'vault-keymgmt', value: 'canary' } as const;

/** How a key of each spec signs. */
const signing = {
  RSA_2048: { algorithm: 'RSASSA_PSS_SHA_256', digest: 'sha256' },
  RSA_3072: { algorithm: 'RSASSA_PSS_SHA_256', digest: 'sha256' },
  RSA_4096: { algorithm: 'RSASSA_PSS_SHA_256', digest: 'sha256' },
  ECC_NIST_P256: { algorithm: 'ECDSA_SHA_256', digest: 'sha256' },
  ECC_NIST_P384: { algorithm: 'ECDSA_SHA_384', digest: 'sha384' },
  ECC_NIST_P521: { algorithm: 'ECDSA_SHA_512', digest: 'sha512' },
} as const;

/** What a canary encrypts or signs: no secret, and another text for each KMS key. */
export function canaryText(keyId: string): string {
  return `vault-keymgmt canary of ${keyId}`;
}

/**
 * Uses a KMS key once: decrypts the canary of an earlier report, or makes one; for an RSA key that decrypts, what
 * Vault's public key encrypted; for a key that signs, signs.
 *
 * @returns `null`: the key may not be used now, or Vault's public key is not known; other checks say so
 */
export async function useCanary(
  expectation: Expectation,
  version: number,
  { key_id, key_state, key_spec, key_usage, origin }: KmsKey,
  region: string,
  reader: AwsReader,
): Promise<CanaryEvidence | null> {
  if (key_state !== 'Enabled' || keyStateOf(expectation, version) !== 'Enabled' || origin !== 'EXTERNAL')
    return null;
  const text = canaryText(key_id);
  if (key_spec === 'SYMMETRIC_DEFAULT') {
    const context = { [canaryContext.name]: canaryContext.value, 'kms-key': key_id };
    const canary = expectation.canaries?.[String(version)];
    return canary === undefined
      ? { use: 'encrypt', answer: await reader.encrypt(region, key_id, text, context) }
      : { use: 'decrypt', answer: await reader.decrypt(region, key_id, canary.ciphertext, context) };
  }
  const pem = expectation.public_keys[String(version)];
  const spec = signing[key_spec as keyof typeof signing];
  if (pem === undefined || spec === undefined) return null;
  if (key_usage === 'SIGN_VERIFY')
    return { use: 'sign', answer: await reader.sign(region, key_id, text, spec.algorithm) };
  const encrypted = encryptFor(pem, text);
  if (encrypted === null) return null;
  return { use: 'decrypt', answer: await reader.decrypt(region, key_id, encrypted, null) };
}

/** In base64; `null`: the text is no public key, which the check `public_key` reports. */
function encryptFor(pem: string, text: string): string | null {
  try {
    const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    return publicEncrypt({ key: pem, ...padding }, Buffer.from(text)).toString('base64');
  } catch {
    return null;
  }
}

/** Whether a KMS key's signature of its canary's text verifies with Vault's public key. */
export function isSignedBy(pem: string, keySpec: string | null, keyId: string, signature: string): boolean {
  const spec = signing[keySpec as keyof typeof signing];
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  try {
    const key = keySpec?.startsWith('RSA_') ? { key: pem, ...pss } : { key: pem };
    return verify(spec.digest, Buffer.from(canaryText(keyId)), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
