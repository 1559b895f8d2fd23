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
import type { ContextEntries } from '../policy/context.ts';
import { integer, oneOf } from '../validate.ts';
import {
  decryptCiphertext,
  type EncryptionContext,
  encryptPlaintext,
  invalidCiphertext,
  parseCiphertext,
} from './ciphertext.ts';
import {
  cryptoContext,
  cryptoOperation,
  type Need,
  requireDryRunOff,
  usableKey,
} from './crypto-operation.ts';
import { blob, dryRun, encryptionContext, keyId } from './input.ts';
import { currentMaterial, isSymmetric, type Key, secretOf } from './key.ts';
import { generateSecret } from './key-material.ts';
import { type KmsCall, type KmsOperation, kmsOperation } from './kms-call.ts';
import { keySpecs } from './specs.ts';

const symmetric = 'SYMMETRIC_DEFAULT';
const algorithm = v.optional(oneOf([symmetric, 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256']), symmetric);

/** How data is encrypted. */
interface Cipher {
  readonly algorithm: string;
  readonly context: EncryptionContext;
}

export const encryptionOperations = {
  Encrypt: cryptoOperation(
    { Plaintext: blob(1, 4096), EncryptionAlgorithm: algorithm, EncryptionContext: encryptionContext },
    (input) => needOf(cipherOf(input)),
    (key, input) => ({
      CiphertextBlob: encrypt(key, input.Plaintext, cipherOf(input)),
      EncryptionAlgorithm: input.EncryptionAlgorithm,
    }),
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
    (call, { CiphertextBlob, KeyId, DryRun, DryRunModifiers, ...input }) => {
      const cipher = cipherOf(input);
      if (DryRun && DryRunModifiers.length > 0 && KeyId !== undefined) {
        usableKey(call, KeyId, needOf(cipher));
        requireDryRunOff(true);
      }
      if (CiphertextBlob === undefined) throw validation('CiphertextBlob is required');
      const { key, plaintext, material_id } = decrypt(call, CiphertextBlob, KeyId, cipher);
      requireDryRunOff(DryRun);
      const { EncryptionAlgorithm } = input;
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
      const target = usableKey(call, input.DestinationKeyId, needOf(to), 'kms:ReEncryptTo');
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

  GenerateDataKey: dataKey(true),
  GenerateDataKeyWithoutPlaintext: dataKey(false),
  GenerateDataKeyPair: dataKeyPair(true),
  GenerateDataKeyPairWithoutPlaintext: dataKeyPair(false),
};

function dataKey(withPlaintext: boolean): KmsOperation {
  return cryptoOperation(
    {
      EncryptionContext: encryptionContext,
      KeySpec: v.optional(oneOf(['AES_256', 'AES_128'])),
      NumberOfBytes: v.optional(integer(1, 1024)),
    },
    ({ KeySpec, NumberOfBytes, ...input }) => {
      if ((KeySpec === undefined) === (NumberOfBytes === undefined))
        throw validation('Please specify either number of bytes or key spec.');
      return needOf(cipherOf(input));
    },
    (key, { KeySpec, NumberOfBytes, ...input }) => {
      const plaintext = randomBytes(NumberOfBytes ?? (KeySpec === 'AES_256' ? 32 : 16));
      return {
        CiphertextBlob: encrypt(key, plaintext, cipherOf(input)),
        KeyMaterialId: currentMaterial(key)?.id,
        Plaintext: withPlaintext ? plaintext : undefined,
      };
    },
  );
}

function dataKeyPair(withPlaintext: boolean): KmsOperation {
  const pairSpecs = Object.keys(keySpecs).filter((name) => /^(RSA|ECC)_/.test(name));
  return cryptoOperation(
    { EncryptionContext: encryptionContext, KeyPairSpec: oneOf(pairSpecs) },
    ({ KeyPairSpec, ...input }) => needOf(cipherOf(input), { 'kms:DataKeyPairSpec': KeyPairSpec }),
    async (key, { KeyPairSpec, ...input }) => {
      const secret = (await generateSecret(keySpecs[KeyPairSpec]!)) as KeyObject;
      const plaintext = secret.export({ type: 'pkcs8', format: 'der' });
      return {
        KeyPairSpec,
        KeyMaterialId: currentMaterial(key)?.id,
        PrivateKeyPlaintext: withPlaintext ? plaintext : undefined,
        PrivateKeyCiphertextBlob: encrypt(key, plaintext, cipherOf(input)),
        PublicKey: createPublicKey(secret).export({ type: 'spki', format: 'der' }),
      };
    },
  );
}

function cipherOf(input: { EncryptionAlgorithm?: string; EncryptionContext: EncryptionContext }): Cipher {
  return { algorithm: input.EncryptionAlgorithm ?? symmetric, context: input.EncryptionContext };
}

function needOf(cipher: Cipher, more: ContextEntries = {}): Need {
  const context = { ...cryptoContext(cipher.algorithm, cipher.context), ...more };
  return { usage: 'ENCRYPT_DECRYPT', algorithm: cipher.algorithm, context };
}

/** @param key must be usable */
function encrypt(key: Key, plaintext: Uint8Array, { algorithm: wanted, context }: Cipher): Buffer {
  const secret = secretOf(key);
  if (Buffer.isBuffer(secret)) {
    const head = { key_arn: key.arn, material_id: currentMaterial(key)!.id };
    return encryptPlaintext(plaintext, secret, head, context);
  }
  const { modulusLength = 0 } = secret.asymmetricKeyDetails ?? {};
  const longest = modulusLength / 8 - (wanted === 'RSAES_OAEP_SHA_1' ? 42 : 66);
  if (plaintext.length > longest)
    throw validation(
      `Algorithm ${wanted} and key spec ${key.spec} cannot encrypt data larger than ${longest} bytes.`,
    );
  return publicEncrypt({ key: secret, ...oaep(wanted) }, plaintext);
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
  const key = usableKey(call, reference, needOf(cipher), action);
  try {
    const secret = secretOf(key) as KeyObject;
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
  const home = call.system.regionOf(named.account, region);
  if (region !== call.caller.region || home.key(id) === undefined)
    throw new AwsError(
      'AccessDeniedException',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
  const own = home.arn(`key/${id}`);
  const key = usableKey(call, reference ?? own, needOf(cipher), action);
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
