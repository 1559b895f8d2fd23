import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';
import { newPrivateKey } from '../../new-private-key.ts';
import { AwsError } from '../errors.ts';

export const wrappingAlgorithms = [
  'RSAES_OAEP_SHA_1',
  'RSAES_OAEP_SHA_256',
  'RSA_AES_KEY_WRAP_SHA_1',
  'RSA_AES_KEY_WRAP_SHA_256',
] as const;
export type WrappingAlgorithm = (typeof wrappingAlgorithms)[number];

export const wrappingKeySpecs = ['RSA_2048', 'RSA_3072', 'RSA_4096'] as const;
export type WrappingKeySpec = (typeof wrappingKeySpecs)[number];

/** The alternative initial value of RFC 5649, key wrap with padding. */
const paddedWrapIv = Buffer.from('A65959A6', 'hex');

const keys = new Map<WrappingKeySpec, Promise<KeyObject>>();

/**
 * The private wrapping key of a spec, generated on first use. AWS generates one per request, which would be slow here;
 * the import token is what binds an import to its request.
 */
export function wrappingKey(spec: WrappingKeySpec): Promise<KeyObject> {
  const key = keys.get(spec) ?? newPrivateKey({ bits: Number(spec.slice('RSA_'.length)) });
  keys.set(spec, key);
  return key;
}

/**
 * Unwraps key material.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-encrypt-key-material.html
 *
 * @throws {AwsError} `InvalidCiphertextException` when it was not wrapped with this key and algorithm
 */
export function unwrap(wrapped: Uint8Array, algorithm: WrappingAlgorithm, privateKey: KeyObject): Buffer {
  const oaepHash = algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256';
  const oaep = (bytes: Uint8Array) =>
    privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, bytes);
  try {
    if (algorithm.startsWith('RSAES_OAEP')) return oaep(wrapped);
    const modulusBytes = privateKey.asymmetricKeyDetails!.modulusLength! / 8;
    const aesKey = oaep(wrapped.subarray(0, modulusBytes));
    const decipher = createDecipheriv(`id-aes${aesKey.length * 8}-wrap-pad`, aesKey, paddedWrapIv);
    return Buffer.concat([decipher.update(wrapped.subarray(modulusBytes)), decipher.final()]);
  } catch {
    throw new AwsError(
      'InvalidCiphertextException',
      'The wrapped key material cannot be decrypted with the private key of the import token.',
    );
  }
}
