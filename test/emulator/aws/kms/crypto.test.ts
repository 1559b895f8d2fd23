import {
  constants,
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
  verify,
} from 'node:crypto';
import {
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  ImportKeyMaterialCommand,
  KMSClient,
  SignCommand,
  VerifyCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseCiphertext } from '../../../../emulator/aws/kms/ciphertext.ts';
import type { TestServer } from '../server.ts';
import { createExternalKey, importMaterial, refusal, startAws, wrap } from '../server.ts';

let aws: TestServer;
let kms: KMSClient;
beforeAll(async () => {
  aws = await startAws();
  kms = new KMSClient(aws.as());
});
afterAll(() => aws.close());

const material = randomBytes(32);
const Plaintext = Buffer.from('attack at dawn');
const importedKey = async () => {
  const { KeyId } = await createExternalKey(kms);
  await importMaterial(kms, KeyId!, material);
  return KeyId!;
};

describe('a symmetric key', () => {
  test('encrypts so that a test with the material can decrypt', async () => {
    const KeyId = await importedKey();
    const EncryptionContext = { b: '2', a: '1' };
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
    const { nonce, tag, bytes } = parseCiphertext(CiphertextBlob!);
    const decipher = createDecipheriv('aes-256-gcm', material, nonce)
      .setAAD(Buffer.from('[["a","1"],["b","2"]]'))
      .setAuthTag(tag);
    expect(Buffer.concat([decipher.update(bytes), decipher.final()])).toEqual(Plaintext);
  });

  test('decrypts without KeyId, but not with another encryption context', async () => {
    const KeyId = await importedKey();
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId, Plaintext, EncryptionContext: { a: '1' } }),
    );
    const decrypt = (EncryptionContext: Record<string, string>) =>
      kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    expect(Buffer.from((await decrypt({ a: '1' })).Plaintext!)).toEqual(Plaintext);
    expect((await refusal(decrypt({ a: '2' }))).name).toBe('InvalidCiphertextException');
    const other = await refusal(kms.send(new DecryptCommand({ CiphertextBlob, KeyId: await importedKey() })));
    expect(other.name).toBe('IncorrectKeyException');
  });

  test('generates data keys that it decrypts', async () => {
    const KeyId = await importedKey();
    const key = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
    expect(key.Plaintext).toHaveLength(32);
    const { Plaintext: again } = await kms.send(new DecryptCommand({ CiphertextBlob: key.CiphertextBlob }));
    expect(again).toEqual(key.Plaintext);
  });

  test('a dry run returns DryRunOperationException', async () => {
    const KeyId = await importedKey();
    const dry = { name: 'DryRunOperationException', status: 412 };
    expect(await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext, DryRun: true })))).toMatchObject(
      dry,
    );
    expect(
      await refusal(kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_128', DryRun: true }))),
    ).toMatchObject(dry);
    expect(
      await refusal(
        kms.send(
          new DecryptCommand({ KeyId, DryRun: true, DryRunModifiers: ['IGNORE_CIPHERTEXT'] } as never),
        ),
      ),
    ).toMatchObject(dry);
  });
});

/** Wraps as RSA_AES_KEY_WRAP does: an AES key under RSA, the material under the AES key (RFC 5649). */
function wrapLong(publicKey: Uint8Array, secret: Buffer): Buffer {
  const aesKey = randomBytes(32);
  const cipher = createCipheriv('id-aes256-wrap-pad', aesKey, Buffer.from('A65959A6', 'hex'));
  return Buffer.concat([wrap(publicKey, aesKey), cipher.update(secret), cipher.final()]);
}

async function importPrivateKey(
  KeySpec: 'RSA_2048' | 'ECC_NIST_P256',
  KeyUsage: 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT',
) {
  const pair =
    KeySpec === 'RSA_2048'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { KeyId } = await createExternalKey(kms, { KeySpec, KeyUsage });
  const { ImportToken, PublicKey } = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
      WrappingKeySpec: 'RSA_2048',
    }),
  );
  await kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial: wrapLong(PublicKey!, pair.privateKey.export({ type: 'pkcs8', format: 'der' })),
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    }),
  );
  return { KeyId: KeyId!, publicKey: pair.publicKey };
}

describe('an imported private key', () => {
  test('has the public key of the pair', async () => {
    const { KeyId, publicKey } = await importPrivateKey('RSA_2048', 'ENCRYPT_DECRYPT');
    const answer = await kms.send(new GetPublicKeyCommand({ KeyId }));
    expect(Buffer.from(answer.PublicKey!)).toEqual(publicKey.export({ type: 'spki', format: 'der' }));
    expect(answer).toMatchObject({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const CiphertextBlob = publicEncrypt(
      { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
      Plaintext,
    );
    const decrypted = await kms.send(
      new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }),
    );
    expect(Buffer.from(decrypted.Plaintext!)).toEqual(Plaintext);
  });

  test.each([
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
    ['RSA_2048', 'RSASSA_PSS_SHA_512'],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256'],
  ] as const)('%s signs with %s', async (spec, SigningAlgorithm) => {
    const { KeyId, publicKey } = await importPrivateKey(spec, 'SIGN_VERIFY');
    const { Signature } = await kms.send(new SignCommand({ KeyId, Message: Plaintext, SigningAlgorithm }));
    const padding = SigningAlgorithm.startsWith('RSASSA_PSS')
      ? { padding: constants.RSA_PKCS1_PSS_PADDING }
      : {};
    expect(
      verify(`sha${SigningAlgorithm.slice(-3)}`, Plaintext, { key: publicKey, ...padding }, Signature!),
    ).toBe(true);
    const check = (Message: Buffer) =>
      kms.send(new VerifyCommand({ KeyId, Message, Signature, SigningAlgorithm }));
    expect((await check(Plaintext)).SignatureValid).toBe(true);
    expect((await refusal(check(Buffer.from('other')))).name).toBe('KMSInvalidSignatureException');
  });

  test('rejects operations of another key usage', async () => {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
    );
    const { KeyId, Arn } = KeyMetadata!;
    expect(await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext })))).toMatchObject({
      name: 'InvalidKeyUsageException',
      message: `${Arn} key usage is SIGN_VERIFY which is not valid for Encrypt.`,
    });
    const SigningAlgorithm = 'ECDSA_SHA_512';
    expect(
      (await refusal(kms.send(new SignCommand({ KeyId, Message: Plaintext, SigningAlgorithm })))).name,
    ).toBe('InvalidKeyUsageException');
  });
});
