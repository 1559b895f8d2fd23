import {
  constants,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import { AwsError, validation } from '../errors.ts';
import { integer, oneOf } from '../validate.ts';
import {
  decryptCiphertext,
  type EncryptionContext,
  encryptPlaintext,
  invalidCiphertext,
  parseCiphertext,
} from './ciphertext.ts';
import { cryptoContext } from './crypto-context.ts';
import { blob, dryRun, encryptionContext, keyId } from './input.ts';
import { currentMaterial, type Key, specOf } from './key.ts';
import { generateSecret } from './key-material.ts';
import { type KmsCall, kmsOperation } from './kms-call.ts';
import { requireAlgorithm, requireDryRunOff, requireUsage } from './require-usage.ts';
import { keySpecs } from './specs.ts';

const symmetric = 'SYMMETRIC_DEFAULT';
const algorithm = v.optional(oneOf([symmetric, 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']), symmetric);
const common = { KeyId: keyId, EncryptionContext: encryptionContext, DryRun: dryRun };

const dataKeyInput = v.object({
  ...common,
  KeySpec: v.optional(oneOf(['AES_256', 'AES_128'])),
  NumberOfBytes: v.optional(integer(1, 1024)),
});

const dataKeyPairInput = v.object({
  ...common,
  KeyPairSpec: oneOf(Object.keys(keySpecs).filter((name) => /^(RSA|ECC)_/.test(name))),
});

/** How data is encrypted. */
interface Cipher {
  readonly algorithm: string;
  readonly context: EncryptionContext;
}

export const encryptionOperations = {
  Encrypt: kmsOperation(
    v.object({ ...common, Plaintext: blob(1, 4096), EncryptionAlgorithm: algorithm }),
    (call, { KeyId, Plaintext, EncryptionAlgorithm, EncryptionContext, DryRun }) => {
      const cipher = { algorithm: EncryptionAlgorithm, context: EncryptionContext };
      const key = usableKey(call, KeyId, cipher);
      requireDryRunOff(DryRun);
      return { CiphertextBlob: encrypt(key, Plaintext, cipher), EncryptionAlgorithm, KeyId: key.arn };
    },
  ),

  Decrypt: kmsOperation(
    v.object({
      ...common,
      CiphertextBlob: v.optional(blob(1, 6144)),
      KeyId: v.optional(keyId),
      EncryptionAlgorithm: algorithm,
      DryRunModifiers: v.optional(v.array(oneOf(['IGNORE_CIPHERTEXT'])), []),
    }),
    (call, { CiphertextBlob, KeyId, EncryptionAlgorithm, EncryptionContext, DryRun, DryRunModifiers }) => {
      const cipher = { algorithm: EncryptionAlgorithm, context: EncryptionContext };
      if (DryRun && DryRunModifiers.length > 0 && KeyId !== undefined) {
        usableKey(call, KeyId, cipher);
        requireDryRunOff(true);
      }
      if (CiphertextBlob === undefined) throw validation('CiphertextBlob is required');
      const { key, plaintext, material_id } = decrypt(call, CiphertextBlob, KeyId, cipher);
      requireDryRunOff(DryRun);
      return { Plaintext: plaintext, EncryptionAlgorithm, KeyId: key.arn, KeyMaterialId: material_id };
    },
  ),

  /** Needs `kms:ReEncryptFrom` on the source key and `kms:ReEncryptTo` on the destination key. */
  ReEncrypt: kmsOperation(
    v.object({
      CiphertextBlob: blob(1, 6144),
      SourceEncryptionContext: encryptionContext,
      SourceEncryptionAlgorithm: algorithm,
      SourceKeyId: v.optional(keyId),
      DestinationKeyId: keyId,
      DestinationEncryptionContext: encryptionContext,
      DestinationEncryptionAlgorithm: algorithm,
      DryRun: dryRun,
    }),
    (call, input) => {
      const { SourceEncryptionAlgorithm, DestinationEncryptionAlgorithm } = input;
      const from = { algorithm: SourceEncryptionAlgorithm, context: input.SourceEncryptionContext };
      const to = { algorithm: DestinationEncryptionAlgorithm, context: input.DestinationEncryptionContext };
      const source = decrypt(call, input.CiphertextBlob, input.SourceKeyId, from, 'kms:ReEncryptFrom');
      const target = usableKey(call, input.DestinationKeyId, to, 'kms:ReEncryptTo');
      requireDryRunOff(input.DryRun);
      return {
        CiphertextBlob: encrypt(target, source.plaintext, to),
        KeyId: target.arn,
        SourceKeyId: source.key.arn,
        SourceEncryptionAlgorithm,
        DestinationEncryptionAlgorithm,
        SourceKeyMaterialId: source.material_id,
        DestinationKeyMaterialId: isSymmetric(target) ? currentMaterial(target)?.id : undefined,
      };
    },
  ),

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
  if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined))
    throw validation('Please specify either number of bytes or key spec.');
  const cipher = { algorithm: symmetric, context: input.EncryptionContext };
  const key = usableKey(call, input.KeyId, cipher);
  requireDryRunOff(input.DryRun);
  const Plaintext = randomBytes(input.NumberOfBytes ?? (input.KeySpec === 'AES_256' ? 32 : 16));
  const KeyMaterialId = currentMaterial(key)?.id;
  return { CiphertextBlob: encrypt(key, Plaintext, cipher), KeyId: key.arn, KeyMaterialId, Plaintext };
}

async function dataKeyPair(call: KmsCall, { KeyPairSpec, ...input }: v.InferOutput<typeof dataKeyPairInput>) {
  const cipher = { algorithm: symmetric, context: input.EncryptionContext };
  const key = usableKey(call, input.KeyId, cipher, call.action, { 'kms:DataKeyPairSpec': KeyPairSpec });
  requireDryRunOff(input.DryRun);
  const secret = (await generateSecret(keySpecs[KeyPairSpec]!)) as KeyObject;
  const PrivateKeyPlaintext = secret.export({ type: 'pkcs8', format: 'der' });
  return {
    KeyId: key.arn,
    KeyPairSpec,
    KeyMaterialId: currentMaterial(key)?.id,
    PrivateKeyPlaintext,
    PrivateKeyCiphertextBlob: encrypt(key, PrivateKeyPlaintext, cipher),
    PublicKey: createPublicKey(secret).export({ type: 'spki', format: 'der' }),
  };
}

function usableKey(
  call: KmsCall,
  reference: string,
  cipher: Cipher,
  action = call.action,
  more: Readonly<Record<string, string>> = {},
): Key {
  const context = { ...cryptoContext(cipher.algorithm, cipher.context), ...more };
  const key = call.key(reference, { shared: true, context, action });
  requireUsage(call, key, 'ENCRYPT_DECRYPT');
  requireAlgorithm(key, cipher.algorithm);
  return key;
}

/** @param key must be usable */
function encrypt(key: Key, plaintext: Uint8Array, { algorithm: wanted, context }: Cipher): Buffer {
  const material = currentMaterial(key)!;
  const secret = material.secret!;
  if (Buffer.isBuffer(secret))
    return encryptPlaintext(plaintext, secret, { key_arn: key.arn, material_id: material.id }, context);
  const { modulusLength = 0 } = (secret as KeyObject).asymmetricKeyDetails ?? {};
  const longest = modulusLength / 8 - (wanted === 'RSAES_OAEP_SHA_1' ? 42 : 66);
  if (plaintext.length > longest)
    throw validation(
      `Algorithm ${wanted} and key spec ${key.spec} cannot encrypt data larger than ${longest} bytes.`,
    );
  return publicEncrypt({ key: secret as KeyObject, ...oaep(wanted) }, plaintext);
}

/** @param reference the key; a symmetric ciphertext names its own */
function decrypt(
  call: KmsCall,
  blob: Uint8Array,
  reference: string | undefined,
  cipher: Cipher,
  action = call.action,
): { key: Key; plaintext: Buffer; material_id?: string } {
  if (cipher.algorithm === symmetric) {
    const ciphertext = parseCiphertext(blob);
    const key = keyOfCiphertext(call, ciphertext.key_arn, reference, cipher, action);
    const { id, secret } = key.materials.find((one) => one.id === ciphertext.material_id) ?? {};
    if (!Buffer.isBuffer(secret)) throw invalidCiphertext();
    return { key, plaintext: decryptCiphertext(ciphertext, secret, cipher.context), material_id: id! };
  }
  if (reference === undefined) throw validation('The key ID is required for asymmetric keys');
  const key = usableKey(call, reference, cipher, action);
  try {
    const secret = currentMaterial(key)!.secret as KeyObject;
    return { key, plaintext: privateDecrypt({ key: secret, ...oaep(cipher.algorithm) }, blob) };
  } catch {
    throw invalidCiphertext();
  }
}

/** The key of the ciphertext, or its related multi-Region key in this region. */
function keyOfCiphertext(
  call: KmsCall,
  arn: string,
  reference: string | undefined,
  cipher: Cipher,
  action: string,
): Key {
  const named = parseArn(arn);
  if (named === null) throw invalidCiphertext();
  const id = named.resource.replace(/^key\//, '');
  const region = id.startsWith('mrk-') ? call.caller.region : named.region;
  const home = call.system.store.region(named.account, region);
  if (region !== call.caller.region || home.key(id) === undefined)
    throw new AwsError(
      'AccessDeniedException',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
  const own = home.arn(`key/${id}`);
  const key = usableKey(call, reference ?? own, cipher, action);
  if (key.arn === own) return key;
  throw new AwsError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  );
}

function oaep(wanted: string) {
  const oaepHash = wanted === 'RSAES_OAEP_SHA_1' ? 'sha1' : 'sha256';
  return { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash };
}

function isSymmetric(key: Key): boolean {
  return specOf(key).family === 'symmetric';
}
