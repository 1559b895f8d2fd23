import type { KeyObject } from 'node:crypto';
import { constants, createPublicKey, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import { AwsError } from '../errors.ts';
import { integer, oneOf } from '../validate.ts';
import type { EncryptionContext } from './ciphertext.ts';
import { decryptCiphertext, encryptPlaintext, invalidCiphertext, parseCiphertext } from './ciphertext.ts';
import { cryptoContext } from './crypto-context.ts';
import { blob, dryRun, encryptionContext, keyId } from './input.ts';
import type { Key } from './key.ts';
import { currentMaterial, specOf } from './key.ts';
import { generateSecret } from './key-material.ts';
import type { KmsCall } from './kms-call.ts';
import { kmsOperation } from './kms-call.ts';
import { requireAlgorithm, requireDryRunOff, requireUsage } from './require-usage.ts';
import { keySpecs } from './specs.ts';

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

const reEncryptInput = v.object({
  CiphertextBlob: blob(1, 6144),
  SourceEncryptionContext: encryptionContext,
  SourceEncryptionAlgorithm: algorithm,
  SourceKeyId: v.optional(keyId),
  DestinationKeyId: keyId,
  DestinationEncryptionContext: encryptionContext,
  DestinationEncryptionAlgorithm: algorithm,
  DryRun: dryRun,
});

const dataKeyPairInput = v.object({
  KeyId: keyId,
  KeyPairSpec: oneOf(Object.keys(keySpecs).filter((name) => /^(RSA|ECC)_/.test(name))),
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

  /** Needs `kms:ReEncryptFrom` on the source key and `kms:ReEncryptTo` on the destination key. */
  ReEncrypt: kmsOperation(reEncryptInput, (call, input) => {
    const source =
      input.SourceEncryptionAlgorithm === 'SYMMETRIC_DEFAULT'
        ? decryptSymmetric(
            call,
            input.CiphertextBlob,
            input.SourceKeyId,
            input.SourceEncryptionContext,
            'kms:ReEncryptFrom',
          )
        : decryptAsymmetric(call, input);
    const target = usableKey(
      call,
      input.DestinationKeyId,
      input.DestinationEncryptionAlgorithm,
      input.DestinationEncryptionContext,
      'kms:ReEncryptTo',
    );
    requireDryRunOff(input.DryRun);
    return {
      CiphertextBlob: encrypt(
        target,
        source.plaintext,
        input.DestinationEncryptionAlgorithm,
        input.DestinationEncryptionContext,
      ),
      KeyId: target.arn,
      SourceKeyId: source.key.arn,
      SourceEncryptionAlgorithm: input.SourceEncryptionAlgorithm,
      DestinationEncryptionAlgorithm: input.DestinationEncryptionAlgorithm,
      SourceKeyMaterialId: 'material_id' in source ? source.material_id : undefined,
      DestinationKeyMaterialId: isSymmetric(target) ? currentMaterial(target)?.id : undefined,
    };
  }),

  GenerateDataKeyPair: kmsOperation(dataKeyPairInput, (call, input) => dataKeyPair(call, input)),

  GenerateDataKeyPairWithoutPlaintext: kmsOperation(dataKeyPairInput, async (call, input) => {
    const { PrivateKeyPlaintext: _, ...rest } = await dataKeyPair(call, input);
    return rest;
  }),

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

async function dataKeyPair(call: KmsCall, input: v.InferOutput<typeof dataKeyPairInput>) {
  const context = { 'kms:DataKeyPairSpec': input.KeyPairSpec };
  const key = usableKey(
    call,
    input.KeyId,
    'SYMMETRIC_DEFAULT',
    input.EncryptionContext,
    call.action,
    context,
  );
  requireDryRunOff(input.DryRun);
  const secret = (await generateSecret(keySpecs[input.KeyPairSpec]!)) as KeyObject;
  const PrivateKeyPlaintext = secret.export({ type: 'pkcs8', format: 'der' });
  return {
    KeyId: key.arn,
    KeyPairSpec: input.KeyPairSpec,
    KeyMaterialId: currentMaterial(key)?.id,
    PrivateKeyPlaintext,
    PrivateKeyCiphertextBlob: encrypt(key, PrivateKeyPlaintext, 'SYMMETRIC_DEFAULT', input.EncryptionContext),
    PublicKey: createPublicKey(secret).export({ type: 'spki', format: 'der' }),
  };
}

function decryptSymmetric(
  call: KmsCall,
  blob: Uint8Array,
  wanted: string | undefined,
  context: EncryptionContext,
  action = call.action,
): { key: Key; plaintext: Buffer; material_id: string } {
  const ciphertext = parseCiphertext(blob);
  const key = keyOfCiphertext(call, ciphertext.key_arn, wanted, context, action);
  const material = key.materials.find(({ id }) => id === ciphertext.material_id);
  if (!material || !Buffer.isBuffer(material.secret)) throw invalidCiphertext();
  return {
    key,
    plaintext: decryptCiphertext(ciphertext, material.secret, context),
    material_id: material.id,
  };
}

function decryptAsymmetric(call: KmsCall, input: v.InferOutput<typeof reEncryptInput>) {
  const { SourceKeyId: source, SourceEncryptionAlgorithm: wanted, SourceEncryptionContext: context } = input;
  if (source === undefined)
    throw new AwsError('ValidationException', 'SourceKeyId is required for asymmetric keys');
  const key = usableKey(call, source, wanted, context, 'kms:ReEncryptFrom');
  return { key, plaintext: decryptRsa(key, input.CiphertextBlob, wanted) };
}

function usableKey(
  call: KmsCall,
  reference: string,
  wanted: string,
  encryptionContext: EncryptionContext,
  action = call.action,
  more: Readonly<Record<string, string>> = {},
): Key {
  const context = { ...cryptoContext(wanted, encryptionContext), ...more };
  const key = call.key(reference, { shared: true, context, action });
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
  action: string,
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
  const { modulusLength = 0 } = (secret as KeyObject).asymmetricKeyDetails ?? {};
  const longest = modulusLength / 8 - (wanted === 'RSAES_OAEP_SHA_1' ? 42 : 66);
  if (plaintext.length > longest) {
    throw new AwsError(
      'ValidationException',
      `Algorithm ${wanted} and key spec ${key.spec} cannot encrypt data larger than ${longest} bytes.`,
    );
  }
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

function isSymmetric(key: Key): boolean {
  return specOf(key).family === 'symmetric';
}
