import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';

/** The initial value of AES key wrap with padding (RFC 5649, section 3). */
const paddedWrapIv = Buffer.from('a65959a6', 'hex');

/**
 * Wraps key material for an import into KMS.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-encrypt-key-material.html
 *
 * @param publicKey the wrapping key of GetParametersForImport, SPKI in DER
 */
export function wrapMaterial(
  material: Uint8Array,
  publicKey: Uint8Array,
  algorithm: 'RSAES_OAEP_SHA_256' | 'RSA_AES_KEY_WRAP_SHA_256',
): Uint8Array {
  if (algorithm === 'RSAES_OAEP_SHA_256') return oaep(material, publicKey);
  const aesKey = randomBytes(32);
  const cipher = createCipheriv('id-aes256-wrap-pad', aesKey, paddedWrapIv);
  return Buffer.concat([oaep(aesKey, publicKey), cipher.update(material), cipher.final()]);
}

function oaep(plaintext: Uint8Array, publicKey: Uint8Array): Buffer {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  return publicEncrypt({ key, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }, plaintext);
}
