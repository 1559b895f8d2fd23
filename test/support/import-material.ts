import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import {
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type ImportType,
  type KMSClient,
} from '@aws-sdk/client-kms';

/** Imports symmetric key material as AWS's documentation has it; fresh material, unless it is given. */
export async function importMaterial(
  client: KMSClient,
  KeyId: string,
  {
    material = randomBytes(32),
    ImportType,
    ValidTo,
  }: { material?: Buffer; ImportType?: ImportType; ValidTo?: Date } = {},
): Promise<void> {
  const { PublicKey, ImportToken } = await client.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_2048',
    }),
  );
  const key = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  await client.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial: publicEncrypt({ key, oaepHash: 'sha256', padding }, material),
      ExpirationModel: ValidTo === undefined ? 'KEY_MATERIAL_DOES_NOT_EXPIRE' : 'KEY_MATERIAL_EXPIRES',
      ValidTo,
      ImportType,
    }),
  );
}
