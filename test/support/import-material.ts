import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import {
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type ImportType,
  type KMSClient,
} from '@aws-sdk/client-kms';

/**
 * Imports key material as AWS's documentation has it: 32 bytes, fresh unless they are given, or a private key in PKCS #8,
 * wrapped with RSA_AES_KEY_WRAP_SHA_256.
 */
export async function importMaterial(
  client: KMSClient,
  KeyId: string,
  {
    material = randomBytes(32),
    ImportType,
    ValidTo,
  }: { material?: Buffer; ImportType?: ImportType; ValidTo?: Date } = {},
): Promise<void> {
  const isPrivateKey = material.length > 32;
  const { PublicKey, ImportToken } = await client.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: isPrivateKey ? 'RSA_AES_KEY_WRAP_SHA_256' : 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_2048',
    }),
  );
  const key = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const wrap = (bytes: Buffer) => publicEncrypt({ key, oaepHash: 'sha256', padding }, bytes);
  const wrapKey = randomBytes(32);
  await client.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial: isPrivateKey
        ? Buffer.concat([wrap(wrapKey), padded(wrapKey, material)])
        : wrap(material),
      ExpirationModel: ValidTo === undefined ? 'KEY_MATERIAL_DOES_NOT_EXPIRE' : 'KEY_MATERIAL_EXPIRES',
      ValidTo,
      ImportType,
    }),
  );
}

/** AES key wrap with padding (RFC 5649). */
function padded(key: Buffer, material: Buffer): Buffer {
  const cipher = createCipheriv('id-aes256-wrap-pad', key, Buffer.from('a65959a6', 'hex'));
  return Buffer.concat([cipher.update(material), cipher.final()]);
}
