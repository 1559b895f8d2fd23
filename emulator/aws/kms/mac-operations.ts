import { createHmac, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { sameText } from '../../same-text.ts';
import { AwsError, validation } from '../errors.ts';
import { integer } from '../validate.ts';
import { cryptoOperation, type Need } from './crypto-operation.ts';
import { blob } from './input.ts';
import { type Key, secretOf } from './key.ts';
import { kmsOperation } from './kms-call.ts';

const macInput = { Message: blob(1, 4096), MacAlgorithm: v.string() };

export const macOperations = {
  GenerateMac: cryptoOperation(macInput, needOf, (key, { Message, MacAlgorithm }) => ({
    Mac: macOf(key, Message, MacAlgorithm),
    MacAlgorithm,
  })),

  VerifyMac: cryptoOperation(
    { ...macInput, Mac: blob(1, 6144) },
    needOf,
    (key, { Message, Mac, MacAlgorithm }) => {
      const mac = macOf(key, Message, MacAlgorithm);
      if (!sameText(mac, Mac)) throw new AwsError('KMSInvalidMacException', '');
      return { MacValid: true, MacAlgorithm };
    },
  ),

  GenerateRandom: kmsOperation(v.object({ NumberOfBytes: v.optional(integer(1, 1024)) }), (call, input) => {
    call.allow('*');
    if (input.NumberOfBytes === undefined) throw validation('NumberOfBytes is required.');
    return { Plaintext: randomBytes(input.NumberOfBytes) };
  }),
};

function needOf({ MacAlgorithm: algorithm }: { MacAlgorithm: string }): Need {
  return { usage: 'GENERATE_VERIFY_MAC', algorithm, context: { 'kms:MacAlgorithm': algorithm } };
}

function macOf(key: Key, message: Uint8Array, algorithm: string): Buffer {
  return createHmac(`sha${algorithm.slice(-3)}`, secretOf(key))
    .update(message)
    .digest();
}
