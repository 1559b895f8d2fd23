import type { KeyObject } from 'node:crypto';
import { constants, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import { AwsError } from '../errors.ts';
import { integer, oneOf } from '../validate.ts';
import type { EncryptionContext } from './ciphertext.ts';
import { decryptCiphertext, encryptPlaintext, invalidCiphertext, parseCiphertext } from './ciphertext.ts';
import { cryptoContext } from './crypto-context.ts';
import { blob, dryRun, encryptionContext, keyId } from './input.ts';
import type { Key } from './key.ts';
import { currentMaterial } from './key.ts';
import type { KmsCall } from './kms-call.ts';
import { kmsOperation } from './kms-call.ts';
import { requireAlgorithm, requireDryRunOff, requireUsage } from './require-usage.ts';

const algorithm = v.optional(
  oneOf(['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']),
  'SYMMETRIC_DEFAULT',
);

const dataKeyInput = v.object({
  KeyId: keyId,
  KeySpec: v.optional(oneOf(['AES_256', 'AES_128'])),
  NumberOfBytes: v.optional(integer(1, 1024)),
  EncryptionContext: encryptionContext,
  DryRun: dryRun,
});

export const encryptionOperations = {
  Encrypt: kmsOperation(
    v.object({
      KeyId: keyId,
      Plaintext: blob(1, 4096),
      EncryptionAlgorithm: algorithm,
      EncryptionContext: encryptionContext,
      DryRun: dryRun,
    }),
    (call, input) => {
      const key = usableKey(call, input.KeyId, input.EncryptionAlgorithm, input.EncryptionContext);
      requireDryRunOff(input.DryRun);
      return {
        CiphertextBlob: encrypt(key, input.Plaintext, input.EncryptionAlgorithm, input.EncryptionContext),
        EncryptionAlgorithm: input.EncryptionAlgorithm,
        KeyId: key.arn,
      };
    },
  ),

  Decrypt: kmsOperation(
    v.object({
      CiphertextBlob: v.optional(blob(1, 6144)),
      KeyId: v.optional(keyId),
      EncryptionAlgorithm: algorithm,
      EncryptionContext: encryptionContext,
      DryRun: dryRun,
      DryRunModifiers: v.optional(v.array(oneOf(['IGNORE_CIPHERTEXT'])), []),
    }),
    (call, input) => {
      const { CiphertextBlob: blob, EncryptionAlgorithm, EncryptionContext } = input;
      if (input.DryRun && input.DryRunModifiers.length > 0 && input.KeyId !== undefined) {
        usableKey(call, input.KeyId, EncryptionAlgorithm, EncryptionContext);
        requireDryRunOff(true);
      }
      if (blob === undefined) throw new AwsError('ValidationException', 'CiphertextBlob is required');
      if (EncryptionAlgorithm !== 'SYMMETRIC_DEFAULT') {
        if (input.KeyId === undefined)
          throw new AwsError('ValidationException', 'KeyId is required for asymmetric keys');
        const key = usableKey(call, input.KeyId, EncryptionAlgorithm, EncryptionContext);
        requireDryRunOff(input.DryRun);
        return { Plaintext: decryptRsa(key, blob, EncryptionAlgorithm), EncryptionAlgorithm, KeyId: key.arn };
      }
      const { key, plaintext, material_id } = decryptSymmetric(call, blob, input.KeyId, EncryptionContext);
      requireDryRunOff(input.DryRun);
      return { Plaintext: plaintext, EncryptionAlgorithm, KeyId: key.arn, KeyMaterialId: material_id };
    },
  ),

  ReEncrypt: kmsOperation(
    v.object({
      CiphertextBlob: blob(1, 6144),
      SourceKeyId: v.optional(keyId),
      SourceEncryptionContext: encryptionContext,
      SourceEncryptionAlgorithm: v.optional(oneOf(['SYMMETRIC_DEFAULT']), 'SYMMETRIC_DEFAULT'),
      DestinationKeyId: keyId,
      DestinationEncryptionContext: encryptionContext,
      DestinationEncryptionAlgorithm: algorithm,
      DryRun: dryRun,
    }),
    (call, input) => {
      const { DestinationEncryptionAlgorithm, DestinationEncryptionContext } = input;
      const source = decryptSymmetric(
        call,
        input.CiphertextBlob,
        input.SourceKeyId,
        input.SourceEncryptionContext,
        'kms:ReEncryptFrom',
      );
      const destination = usableKey(
        call,
        input.DestinationKeyId,
        DestinationEncryptionAlgorithm,
        DestinationEncryptionContext,
        'kms:ReEncryptTo',
      );
      requireDryRunOff(input.DryRun);
      return {
        CiphertextBlob: encrypt(
          destination,
          source.plaintext,
          DestinationEncryptionAlgorithm,
          DestinationEncryptionContext,
        ),
        SourceKeyId: source.key.arn,
        KeyId: destination.arn,
        SourceEncryptionAlgorithm: input.SourceEncryptionAlgorithm,
        DestinationEncryptionAlgorithm,
        SourceKeyMaterialId: source.material_id,
        DestinationKeyMaterialId: currentMaterial(destination)?.id,
      };
    },
  ),

  GenerateDataKey: kmsOperation(dataKeyInput, (call, input) => dataKey(call, input)),

  GenerateDataKeyWithoutPlaintext: kmsOperation(dataKeyInput, (call, input) => {
    const { Plaintext: _, ...rest } = dataKey(call, input);
    return rest;
  }),
};

function dataKey(call: KmsCall, input: v.InferOutput<typeof dataKeyInput>) {
  if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined)) {
    throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  const key = usableKey(call, input.KeyId, 'SYMMETRIC_DEFAULT', input.EncryptionContext);
  requireDryRunOff(input.DryRun);
  const length = input.NumberOfBytes ?? (input.KeySpec === 'AES_256' ? 32 : 16);
  const Plaintext = randomBytes(length);
  return {
    CiphertextBlob: encrypt(key, Plaintext, 'SYMMETRIC_DEFAULT', input.EncryptionContext),
    KeyId: key.arn,
    KeyMaterialId: currentMaterial(key)?.id,
    Plaintext,
  };
}

/** @throws {AwsError} `InvalidCiphertextException` when no material of the key decrypts it */
function decryptSymmetric(
  call: KmsCall,
  blob: Uint8Array,
  wanted: string | undefined,
  context: EncryptionContext,
  action?: string,
) {
  const ciphertext = parseCiphertext(blob);
  const key = keyOfCiphertext(call, ciphertext.key_arn, wanted, context, action);
  const material = key.materials.find(({ id }) => id === ciphertext.material_id);
  if (!material || !Buffer.isBuffer(material.secret)) throw invalidCiphertext();
  const plaintext = decryptCiphertext(ciphertext, material.secret, context);
  return { key, plaintext, material_id: material.id };
}

function usableKey(
  call: KmsCall,
  reference: string,
  wanted: string,
  context: EncryptionContext,
  action: string = call.action,
): Key {
  const key = call.key(reference, { shared: true, context: cryptoContext(wanted, context), action });
  requireUsage(call, key, 'ENCRYPT_DECRYPT');
  requireAlgorithm(key, wanted);
  return key;
}

/** The key of the ciphertext, or its related multi-Region key in this region. */
function keyOfCiphertext(
  call: KmsCall,
  arn: string,
  wanted: string | undefined,
  context: EncryptionContext,
  action?: string,
): Key {
  const named = parseArn(arn);
  if (named === null) throw invalidCiphertext();
  const id = named.resource.replace(/^key\//, '');
  const region = id.startsWith('mrk-') ? call.caller.region : named.region;
  const home = call.store.region(named.account, region);
  if (region !== call.caller.region || home.key(id) === undefined) {
    throw new AwsError(
      'AccessDeniedException',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
  }
  const key = usableKey(call, wanted ?? home.arn(`key/${id}`), 'SYMMETRIC_DEFAULT', context, action);
  if (key.arn !== home.arn(`key/${id}`)) {
    throw new AwsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  return key;
}

/** @param key must be usable */
function encrypt(key: Key, plaintext: Uint8Array, wanted: string, context: EncryptionContext): Buffer {
  const material = currentMaterial(key)!;
  const secret = material.secret!;
  if (Buffer.isBuffer(secret))
    return encryptPlaintext(plaintext, secret, { key_arn: key.arn, material_id: material.id }, context);
  return publicEncrypt({ key: secret as KeyObject, ...oaep(wanted) }, plaintext);
}

function decryptRsa(key: Key, ciphertext: Uint8Array, wanted: string): Buffer {
  try {
    return privateDecrypt({ key: currentMaterial(key)!.secret as KeyObject, ...oaep(wanted) }, ciphertext);
  } catch {
    throw invalidCiphertext();
  }
}

function oaep(wanted: string) {
  const oaepHash = wanted === 'RSAES_OAEP_SHA_1' ? 'sha1' : 'sha256';
  return { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash };
}
