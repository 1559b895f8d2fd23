import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import * as kms from '@aws-sdk/client-kms';
import { describe, expect, test } from '@jest/globals';
import { importMaterial } from '../support/import-material.ts';
import {
  check,
  client,
  decrypt,
  distributed,
  emulator,
  encrypt,
  findingOf,
  type Key,
  kmsKey,
  readable,
  recorded,
  replaced,
} from './distributed-key.ts';
import { type Files, follow } from './shell.ts';

const oaep = 'RSAES_OAEP_SHA_256';
const message = Buffer.from('a release');

const forEncryption = { type: 'rsa-2048', purpose: ['encrypt', 'decrypt'] };
const forSigning = { type: 'ecdsa-p384', purpose: ['sign', 'verify'] };

async function signed(KeyId: string, SigningAlgorithm: kms.SigningAlgorithmSpec): Promise<Uint8Array> {
  const command = new kms.SignCommand({ KeyId, Message: message, SigningAlgorithm });
  return (await client.send(command)).Signature!;
}

async function verifies(
  KeyId: string,
  Signature: Uint8Array,
  SigningAlgorithm: kms.SigningAlgorithmSpec,
): Promise<boolean> {
  const command = new kms.VerifyCommand({ KeyId, Message: message, Signature, SigningAlgorithm });
  return (await client.send(command)).SignatureValid!;
}

/** Verifies outside of KMS, as whoever keeps the public key can do. */
function verifiesOutside(publicKey: Uint8Array | string | undefined, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey!), format: 'der', type: 'spki' });
  return verify('sha384', message, key, signature);
}

describe('a key pair that is not Vault’s', () => {
  test('keeps its ciphertext, which moves with both algorithms named', async () => {
    const key = await replaced(
      { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' },
      undefined,
      forEncryption,
    );
    const ciphertext = await encrypt(kmsKey(key), oaep);
    const { remediation } = await findingOf(key, 'public_key');
    const files: Files = { ciphertext };
    await follow(emulator, remediation, files);
    expect(await decrypt(ciphertext, client, { KeyId: kmsKey(key), EncryptionAlgorithm: oaep })).toBe(
      readable,
    );
    const moved = { KeyId: key.alias, EncryptionAlgorithm: oaep } as const;
    expect(await decrypt(files['ciphertext'] as Uint8Array, client, moved)).toBe(readable);
    expect(remediation).toMatch(/get-public-key .*--key-id alias\//);
  });

  test('keeps its signatures, which verify outside of KMS when it is gone, and what matters is signed again', async () => {
    const key = await replaced({ KeySpec: 'ECC_NIST_P384', KeyUsage: 'SIGN_VERIFY' }, undefined, forSigning);
    const signature = await signed(kmsKey(key), 'ECDSA_SHA_384');
    const { remediation } = await findingOf(key, 'public_key');
    expect(remediation).not.toContain('re-encrypt');
    const files: Files = { message };
    await follow(emulator, remediation, files);
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: kmsKey(key), PendingWindowInDays: 7 }));
    expect(verifiesOutside(files[`public key of ${kmsKey(key)}`], signature)).toBe(true);
    const again = files['signature'] as Uint8Array;
    expect(verifiesOutside(files[`public key of ${key.alias}`], again)).toBe(true);
    expect(await verifies(key.alias, again, 'ECDSA_SHA_384')).toBe(true);
    const after = await recorded(key.name);
    expect(after.latest_version).toBe(2);
  });
});

describe('a wrong spec or usage', () => {
  test('a symmetric KMS key in the place of an RSA key', async () => {
    const key = await replaced({}, undefined, forEncryption);
    const other = await distributed(forEncryption);
    const ciphertext = await encrypt(kmsKey(key));
    const files: Files = { ciphertext };
    const { remediation } = await findingOf(key, 'key_spec');
    expect(remediation).toContain('a rotation in Vault would fail');
    await follow(emulator, remediation, files, { '<new alias>': other.alias });
    expect(await decrypt(ciphertext)).toBe(readable);
    const moved = { KeyId: other.alias, EncryptionAlgorithm: oaep } as const;
    expect(await decrypt(files['ciphertext'] as Uint8Array, client, moved)).toBe(readable);
  });

  test('a KMS key that encrypts in the place of one that signs', async () => {
    const key = await replaced({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }, undefined, {
      type: 'rsa-2048',
      purpose: ['sign', 'verify'],
    });
    const other = await distributed(forEncryption);
    const ciphertext = await encrypt(kmsKey(key), oaep);
    const files: Files = { ciphertext };
    const fill = { '<alias of a KMS key for encryption>': other.alias };
    await follow(emulator, (await findingOf(key, 'key_usage')).remediation, files, fill);
    const moved = { KeyId: other.alias, EncryptionAlgorithm: oaep } as const;
    expect(await decrypt(files['ciphertext'] as Uint8Array, client, moved)).toBe(readable);
  });

  test('a KMS key that signs in the place of one that encrypts', async () => {
    const key = await replaced({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, undefined, forEncryption);
    const other = await distributed({ type: 'rsa-2048', purpose: ['sign', 'verify'] });
    const signature = await signed(kmsKey(key), 'RSASSA_PSS_SHA_256');
    const files: Files = { message };
    const fill = { '<alias of a KMS key for signing>': other.alias };
    await follow(emulator, (await findingOf(key, 'key_usage')).remediation, files, fill);
    expect(await verifies(kmsKey(key), signature, 'RSASSA_PSS_SHA_256')).toBe(true);
    expect(await verifies(other.alias, files['signature'] as Uint8Array, 'RSASSA_PSS_SHA_256')).toBe(true);
  });
});

describe('a KMS key that is gone, while Vault has its private key', () => {
  test('what it encrypted decrypts with the KMS key of the next distribution, as the remedy says', async () => {
    const key = await distributed({ ...forEncryption, rotations: 1 });
    const ciphertext = await encrypt(kmsKey(key), oaep);
    const gone = { ...key, versions: { ...key.versions, '1': '00000000-1111-4222-8333-000000000000' } };
    const { remediation } = await findingOf(gone, 'exists');
    expect(remediation).not.toContain('is lost');
    expect(remediation).toContain('schedules the KMS keys of all versions for deletion');
    await follow(emulator, remediation);
    const after = await recorded(key.name);
    expect(kmsKey(after)).not.toBe(kmsKey(key));
    const named = { KeyId: kmsKey(after), EncryptionAlgorithm: oaep } as const;
    expect(await decrypt(ciphertext, client, named)).toBe(readable);
    expect((await check(after)).status).toBe('pass');
  });

  test('what it signed verifies with the KMS key of the next distribution', async () => {
    const key = await distributed(forSigning);
    const signature = await signed(kmsKey(key), 'ECDSA_SHA_384');
    await client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId: kmsKey(key) }));
    const { remediation } = await findingOf(key, 'material');
    expect(remediation).not.toContain('Do not remove the distribution');
    await follow(emulator, remediation);
    const after = await recorded(key.name);
    expect(await verifies(kmsKey(after), signature, 'ECDSA_SHA_384')).toBe(true);
  });

  test('the same private key, imported again into its KMS key, decrypts again', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const material = privateKey.export({ format: 'der', type: 'pkcs8' });
    const key: Key = await replaced(
      { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'EXTERNAL' },
      (id) => importMaterial(client, id, { material }),
      forEncryption,
    );
    const ciphertext = await encrypt(kmsKey(key), oaep);
    await client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId: kmsKey(key) }));
    await importMaterial(client, kmsKey(key), { material });
    const named = { KeyId: kmsKey(key), EncryptionAlgorithm: oaep } as const;
    expect(await decrypt(ciphertext, client, named)).toBe(readable);
  });
});
