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
  test('is pending import', async () => {
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

  test('is enabled after the import', async () => {
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

  test('accepts only the same material after a deletion', async () => {
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

  test('is pending import after its material expires', async () => {
    const { KeyId } = await createExternalKey(kms);
    const ValidTo = new Date(Date.now() + 30 * day);
    await importMaterial(kms, KeyId!, randomBytes(32), { ValidTo });
    const before = await describeKey(KeyId!);
    expect(before).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_EXPIRES', KeyState: 'Enabled' });
    expect(before.ValidTo?.getTime()).toBe(ValidTo.getTime());

    const later = await startAws();
    const clock = new KMSClient(later.as());
    const expiring = await createExternalKey(clock);
    await importMaterial(clock, expiring.KeyId!, randomBytes(32), { ValidTo });
    later.advance(31 * day);
    const after = await new KMSClient(later.as()).send(new DescribeKeyCommand({ KeyId: expiring.KeyId }));
    expect(after.KeyMetadata).toMatchObject({ Enabled: false, KeyState: 'PendingImport' });
    expect(after.KeyMetadata!.ExpirationModel).toBeUndefined();
    await later.close();
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

describe('an import is rejected', () => {
  const parametersFor = (KeyId: string) =>
    kms.send(
      new GetParametersForImportCommand({
        KeyId,
        WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        WrappingKeySpec: 'RSA_2048',
      }),
    );
  const importInto = (KeyId: string, ImportToken: Uint8Array, EncryptedKeyMaterial: Uint8Array) =>
    refusal(
      kms.send(
        new ImportKeyMaterialCommand({
          KeyId,
          ImportToken,
          EncryptedKeyMaterial,
          ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
        }),
      ),
    );

  test('with a used token', async () => {
    const { KeyId } = await createExternalKey(kms);
    const { ImportToken, PublicKey } = await parametersFor(KeyId!);
    const material = wrap(PublicKey!, randomBytes(32));
    const input = { KeyId, ImportToken, EncryptedKeyMaterial: material };
    await kms.send(
      new ImportKeyMaterialCommand({ ...input, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }),
    );
    expect((await importInto(KeyId!, ImportToken!, material)).name).toBe('InvalidImportTokenException');
  });

  test('with a token of another key', async () => {
    const { KeyId } = await createExternalKey(kms);
    const other = await createExternalKey(kms);
    const { ImportToken, PublicKey } = await parametersFor(KeyId!);
    const error = await importInto(other.KeyId!, ImportToken!, wrap(PublicKey!, randomBytes(32)));
    expect(error).toMatchObject({ name: 'InvalidImportTokenException', status: 400 });
  });

  test('with a token older than a day', async () => {
    const later = await startAws();
    const early = new KMSClient(later.as());
    const { KeyId } = await createExternalKey(early);
    const { ImportToken, PublicKey } = await early.send(
      new GetParametersForImportCommand({
        KeyId,
        WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
        WrappingKeySpec: 'RSA_2048',
      }),
    );
    later.advance(day + 1000);
    const error = await refusal(
      new KMSClient(later.as()).send(
        new ImportKeyMaterialCommand({
          KeyId,
          ImportToken,
          EncryptedKeyMaterial: wrap(PublicKey!, randomBytes(32)),
          ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
        }),
      ),
    );
    expect(error.name).toBe('ExpiredImportTokenException');
    await later.close();
  });

  test('with bytes that were not wrapped, and the token stays valid', async () => {
    const { KeyId } = await createExternalKey(kms);
    const { ImportToken, PublicKey } = await parametersFor(KeyId!);
    expect((await importInto(KeyId!, ImportToken!, randomBytes(256))).name).toBe(
      'InvalidCiphertextException',
    );
    const short = await importInto(KeyId!, ImportToken!, wrap(PublicKey!, randomBytes(16)));
    expect(short.name).toBe('IncorrectKeyMaterialException');
    const input = { KeyId, ImportToken, EncryptedKeyMaterial: wrap(PublicKey!, randomBytes(32)) };
    await kms.send(
      new ImportKeyMaterialCommand({ ...input, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }),
    );
  });

  test('without an expiry date when the expiration model needs one', async () => {
    const { KeyId } = await createExternalKey(kms);
    expect(await refusal(importMaterial(kms, KeyId!, randomBytes(32), {}))).toMatchObject({
      name: 'ValidationException',
      message: 'A ValidTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
    });
    const tooLong = new Date(Date.now() + 366 * day);
    expect((await refusal(importMaterial(kms, KeyId!, randomBytes(32), { ValidTo: tooLong }))).name).toBe(
      'ValidationException',
    );
  });

  test("for a key of AWS's own material", async () => {
    const { KeyId, Arn } = await createExternalKey(kms, { Origin: 'AWS_KMS' });
    expect(await refusal(parametersFor(KeyId!))).toMatchObject({
      name: 'UnsupportedOperationException',
      message: `${Arn} origin is AWS_KMS which is not valid for this operation.`,
    });
  });
});
