import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { AwsError, validation } from '../errors.ts';
import { integer } from '../validate.ts';
import { blob, dryRun, keyId } from './input.ts';
import { currentMaterial } from './key.ts';
import { type KmsCall, kmsOperation } from './kms-call.ts';
import { requireAlgorithm, requireDryRunOff, requireUsage } from './require-usage.ts';

const macInput = { KeyId: keyId, Message: blob(1, 4096), MacAlgorithm: v.string(), DryRun: dryRun };

export const macOperations = {
  GenerateMac: kmsOperation(v.object(macInput), (call, input) => {
    const { arn, mac } = macOf(call, input);
    return { KeyId: arn, Mac: mac, MacAlgorithm: input.MacAlgorithm };
  }),

  VerifyMac: kmsOperation(v.object({ ...macInput, Mac: blob(1, 6144) }), (call, input) => {
    const { arn, mac } = macOf(call, input);
    if (mac.length !== input.Mac.length || !timingSafeEqual(mac, input.Mac))
      throw new AwsError('KMSInvalidMacException', '');
    return { KeyId: arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
  }),

  GenerateRandom: kmsOperation(v.object({ NumberOfBytes: v.optional(integer(1, 1024)) }), (call, input) => {
    call.allow('*');
    if (input.NumberOfBytes === undefined) throw validation('NumberOfBytes is required.');
    return { Plaintext: randomBytes(input.NumberOfBytes) };
  }),
};

function macOf(
  call: KmsCall,
  input: { KeyId: string; Message: Uint8Array; MacAlgorithm: string; DryRun: boolean },
): { arn: string; mac: Buffer } {
  const key = call.key(input.KeyId, { shared: true, context: { 'kms:MacAlgorithm': input.MacAlgorithm } });
  requireUsage(call, key, 'GENERATE_VERIFY_MAC');
  requireAlgorithm(key, input.MacAlgorithm);
  requireDryRunOff(input.DryRun);
  const secret = currentMaterial(key)!.secret as Buffer;
  const mac = createHmac(`sha${input.MacAlgorithm.slice(-3)}`, secret)
    .update(input.Message)
    .digest();
  return { arn: key.arn, mac };
}
