import { constants, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import * as v from 'valibot';
import { AwsError, unsupported } from '../errors.ts';
import { oneOf } from '../validate.ts';
import { cryptoOperation, type Need } from './crypto-operation.ts';
import { blob, keyId } from './input.ts';
import { secretOf, specOf } from './key.ts';
import { kmsOperation } from './kms-call.ts';
import { algorithmsView } from './metadata.ts';
import { requireUsable } from './require-state.ts';
import { signDigest, verifyDigest } from './sign-digest.ts';

const signInput = {
  Message: blob(1, 4096),
  MessageType: v.optional(oneOf(['RAW', 'DIGEST']), 'RAW'),
  SigningAlgorithm: v.string(),
};

export const signingOperations = {
  Sign: cryptoOperation(signInput, needOf, (key, { SigningAlgorithm, Message, MessageType }) => {
    const secret = secretOf(key) as KeyObject;
    const Signature =
      MessageType === 'DIGEST'
        ? signDigest(Message, secret, SigningAlgorithm)
        : sign(digestOf(SigningAlgorithm), Message, signer(secret, SigningAlgorithm));
    return { Signature, SigningAlgorithm };
  }),

  Verify: cryptoOperation({ ...signInput, Signature: blob(1, 6144) }, needOf, (key, input) => {
    const { SigningAlgorithm, Message, MessageType, Signature } = input;
    const secret = secretOf(key) as KeyObject;
    const isValid =
      MessageType === 'DIGEST'
        ? verifyDigest(Message, createPublicKey(secret), SigningAlgorithm, Signature)
        : verify(digestOf(SigningAlgorithm), Message, signer(secret, SigningAlgorithm), Signature);
    if (!isValid) throw new AwsError('KMSInvalidSignatureException', '');
    return { SignatureValid: true, SigningAlgorithm };
  }),

  GetPublicKey: kmsOperation(v.object({ KeyId: keyId }), (call, input) => {
    const key = call.key(input.KeyId, { shared: true });
    const { family } = specOf(key);
    if (family === 'symmetric' || family === 'hmac')
      throw unsupported(`${key.arn} is a symmetric key: it has no public key.`);
    requireUsable(key);
    return {
      CustomerMasterKeySpec: key.spec,
      ...algorithmsView(key),
      KeyId: key.arn,
      KeySpec: key.spec,
      KeyUsage: key.usage,
      PublicKey: createPublicKey(secretOf(key) as KeyObject).export({ type: 'spki', format: 'der' }),
    };
  }),
};

type SignInput = v.InferOutput<v.ObjectSchema<typeof signInput, undefined>>;

function needOf({ SigningAlgorithm: algorithm, MessageType }: SignInput): Need {
  const context = { 'kms:SigningAlgorithm': algorithm, 'kms:MessageType': MessageType };
  return { usage: 'SIGN_VERIFY', algorithm, context };
}

function digestOf(algorithm: string): string {
  return `sha${algorithm.slice(-3)}`;
}

function signer(key: KeyObject, algorithm: string) {
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  return algorithm.startsWith('RSASSA_PSS') ? { key, padding, saltLength } : key;
}
