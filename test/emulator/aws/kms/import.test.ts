import { randomBytes } from 'node:crypto';
import {
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestServer } from '../server.ts';
import { account, createExternalKey, importMaterial, refusal, region, startAws, wrap } from '../server.ts';

const day = 24 * 60 * 60 * 1000;

let aws: TestServer;
let kms: KMSClient;
beforeAll(async () => {
  aws = await startAws();
  kms = new KMSClient(aws.as());
});
afterAll(() => aws.close());

const describeKey = async (KeyId: string) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata!;

describe('a key for imported material', () => {
  test('awaits its material', async () => {
    const key = await createExternalKey(kms, { Description: 'from Vault' });
    expect(key).toMatchObject({
      AWSAccountId: account,
      Arn: `arn:aws:kms:${region}:${account}:key/${key.KeyId}`,
      Description: 'from Vault',
      Enabled: false,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'PendingImport',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'EXTERNAL',
    });
    expect(key.ExpirationModel).toBeUndefined();
    expect(key.CurrentKeyMaterialId).toBeUndefined();
  });

  test('is enabled once its material is there', async () => {
    const { KeyId } = await createExternalKey(kms);
    const { KeyMaterialId } = await importMaterial(kms, KeyId!, randomBytes(32));
    expect(await describeKey(KeyId!)).toMatchObject({
      CurrentKeyMaterialId: KeyMaterialId,
      Enabled: true,
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      KeyState: 'Enabled',
    });
    expect(KeyMaterialId).toMatch(/^[0-9a-f]{64}$/);
  });

  test('loses its material when told to, and takes only the same again', async () => {
    const { KeyId } = await createExternalKey(kms);
    const material = randomBytes(32);
    await importMaterial(kms, KeyId!, material);
    await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    expect((await describeKey(KeyId!)).KeyState).toBe('PendingImport');
    const other = await refusal(importMaterial(kms, KeyId!, randomBytes(32)));
    expect(other.name).toBe('IncorrectKeyMaterialException');
    await importMaterial(kms, KeyId!, material);
    expect((await describeKey(KeyId!)).KeyState).toBe('Enabled');
  });

  test('loses its material when its time is over', async () => {
    const { KeyId } = await createExternalKey(kms);
    const ValidTo = new Date(Date.now() + 30 * day);
    await importMaterial(kms, KeyId!, randomBytes(32), { ValidTo });
    const before = await describeKey(KeyId!);
    expect(before).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', KeyState: 'Enabled' });
    expect(before.ValidTo?.getTime()).toBe(ValidTo.getTime());
  });
});

test.each([
  ['RSAES_OAEP_SHA_1', 'sha1', 'RSA_2048'],
  ['RSAES_OAEP_SHA_256', 'sha256', 'RSA_3072'],
] as const)('%s unwraps', async (WrappingAlgorithm, hash, WrappingKeySpec) => {
  const { KeyId } = await createExternalKey(kms);
  const parameters = await kms.send(
    new GetParametersForImportCommand({ KeyId, WrappingAlgorithm, WrappingKeySpec }),
  );
  expect(parameters.ParametersValidTo!.getTime() - Date.now()).toBeGreaterThan(day - 60_000);
  await kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken: parameters.ImportToken,
      EncryptedKeyMaterial: wrap(parameters.PublicKey!, randomBytes(32), hash),
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    }),
  );
  expect((await describeKey(KeyId!)).KeyState).toBe('Enabled');
});
