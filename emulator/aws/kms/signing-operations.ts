import { constants, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import * as v from 'valibot';
import { AwsError, unsupported } from '../errors.ts';
import { oneOf } from '../validate.ts';
import { blob, dryRun, keyId } from './input.ts';
import { currentMaterial, type Key, specOf } from './key.ts';
import { type KmsCall, kmsOperation } from './kms-call.ts';
import { requireUsable } from './require-state.ts';
import { requireAlgorithm, requireDryRunOff, requireUsage } from './require-usage.ts';
import { signDigest, verifyDigest } from './sign-digest.ts';
import { rsaEncryption } from './specs.ts';

const signInput = {
  KeyId: keyId,
  Message: blob(1, 4096),
  MessageType: v.optional(oneOf(['RAW', 'DIGEST']), 'RAW'),
  SigningAlgorithm: v.string(),
  DryRun: dryRun,
};

export const signingOperations = {
  Sign: kmsOperation(v.object(signInput), (call, input) => {
    const key = call.key(input.KeyId, { shared: true, context: context(input) });
    requireSigning(call, key, input);
    const { SigningAlgorithm, Message, MessageType } = input;
    const Signature =
      MessageType === 'DIGEST'
        ? signDigest(Message, secretOf(key), SigningAlgorithm)
        : sign(digestOf(SigningAlgorithm), Message, signer(key, SigningAlgorithm));
    return { KeyId: key.arn, Signature, SigningAlgorithm: input.SigningAlgorithm };
  }),

  Verify: kmsOperation(v.object({ ...signInput, Signature: blob(1, 6144) }), (call, input) => {
    const key = call.key(input.KeyId, { shared: true, context: context(input) });
    requireSigning(call, key, input);
    const { SigningAlgorithm, Message, MessageType, Signature } = input;
    const isValid =
      MessageType === 'DIGEST'
        ? verifyDigest(Message, createPublicKey(secretOf(key)), SigningAlgorithm, Signature)
        : verify(digestOf(SigningAlgorithm), Message, signer(key, SigningAlgorithm), Signature);
    if (!isValid) throw new AwsError('KMSInvalidSignatureException', '');
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm };
  }),

  GetPublicKey: kmsOperation(v.object({ KeyId: keyId }), (call, input) => {
    const key = call.key(input.KeyId, { shared: true });
    const { family, signing } = specOf(key);
    if (family === 'symmetric' || family === 'hmac')
      throw unsupported(`${key.arn} is a symmetric key: it has no public key.`);
    requireUsable(key);
    const secret = currentMaterial(key)!.secret as KeyObject;
    return {
      CustomerMasterKeySpec: key.spec,
      ...(key.usage === 'SIGN_VERIFY'
        ? { SigningAlgorithms: signing }
        : { EncryptionAlgorithms: rsaEncryption }),
      KeyId: key.arn,
      KeySpec: key.spec,
      KeyUsage: key.usage,
      PublicKey: createPublicKey(secret).export({ type: 'spki', format: 'der' }),
    };
  }),
};

type SignInput = v.InferOutput<v.ObjectSchema<typeof signInput, undefined>>;

/** Checks state, usage, algorithm and dry run. */
function requireSigning(call: KmsCall, key: Key, { SigningAlgorithm, DryRun }: SignInput): void {
  requireUsage(call, key, 'SIGN_VERIFY');
  requireAlgorithm(key, SigningAlgorithm);
  requireDryRunOff(DryRun);
}

function context({ SigningAlgorithm, MessageType }: SignInput) {
  return { 'kms:SigningAlgorithm': SigningAlgorithm, 'kms:MessageType': MessageType };
}

function digestOf(algorithm: string): string {
  return `sha${algorithm.slice(-3)}`;
}

function secretOf(key: Key): KeyObject {
  return currentMaterial(key)!.secret as KeyObject;
}

function signer(key: Key, algorithm: string) {
  const secret = secretOf(key);
  if (!algorithm.startsWith('RSASSA_PSS')) return secret;
  return {
    key: secret,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
}
