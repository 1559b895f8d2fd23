import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '../errors.ts';

/**
 * The ciphertext of a symmetric key: AES-256-GCM under the key material, so that a test with the material can decrypt it
 * without KMS. The layout in bytes:
 *
 *     1       version, 1
 *     1       length n of the key's ARN
 *     n       the key's ARN
 *     32      the key material's id
 *     12      nonce
 *     16      authentication tag
 *     rest    ciphertext
 *
 * with the encryption context as additional data: the JSON of its `[name, value]` pairs, sorted by name.
 */
export interface Ciphertext {
  readonly key_arn: string;
  /** 64 hexadecimal digits. */
  readonly material_id: string;
  readonly nonce: Uint8Array;
  readonly tag: Uint8Array;
  readonly bytes: Uint8Array;
}

export type EncryptionContext = Readonly<Record<string, string>>;

const version = 1;
const sizes = { material_id: 32, nonce: 12, tag: 16 };

export function encryptPlaintext(
  plaintext: Uint8Array,
  secret: Uint8Array,
  { key_arn, material_id }: Pick<Ciphertext, 'key_arn' | 'material_id'>,
  context: EncryptionContext,
): Buffer {
  const nonce = randomBytes(sizes.nonce);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(additionalData(context));
  const bytes = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const arn = Buffer.from(key_arn);
  const head = Buffer.from([version, arn.length]);
  return Buffer.concat([head, arn, Buffer.from(material_id, 'hex'), nonce, cipher.getAuthTag(), bytes]);
}

/** @throws {AwsError} `InvalidCiphertextException` when the bytes are not a ciphertext of this KMS */
export function parseCiphertext(blob: Uint8Array): Ciphertext {
  const bytes = Buffer.from(blob);
  const arnEnd = 2 + (bytes[1] ?? 0);
  const materialEnd = arnEnd + sizes.material_id;
  const nonceEnd = materialEnd + sizes.nonce;
  const tagEnd = nonceEnd + sizes.tag;
  if (bytes[0] !== version || bytes.length < tagEnd) throw invalidCiphertext();
  return {
    key_arn: bytes.subarray(2, arnEnd).toString(),
    material_id: bytes.subarray(arnEnd, materialEnd).toString('hex'),
    nonce: bytes.subarray(materialEnd, nonceEnd),
    tag: bytes.subarray(nonceEnd, tagEnd),
    bytes: bytes.subarray(tagEnd),
  };
}

/** @throws {AwsError} `InvalidCiphertextException` for another material or another encryption context */
export function decryptCiphertext(
  { nonce, tag, bytes }: Ciphertext,
  secret: Uint8Array,
  context: EncryptionContext,
): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', secret, nonce)
    .setAAD(additionalData(context))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

export function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', '');
}

function additionalData(context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}
