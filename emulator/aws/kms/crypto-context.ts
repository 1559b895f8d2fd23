import { type ContextEntries, prefixed } from '../policy/context.ts';
import type { EncryptionContext } from './ciphertext.ts';

/** The condition keys of a cryptographic operation with an encryption context. */
export function cryptoContext(algorithm: string | undefined, context: EncryptionContext): ContextEntries {
  const names = Object.keys(context);
  return {
    'kms:EncryptionAlgorithm': algorithm,
    'kms:EncryptionContextKeys': names.length > 0 ? names : undefined,
    ...prefixed('kms:EncryptionContext:', Object.entries(context)),
  };
}
