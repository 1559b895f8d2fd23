import { AwsError } from '../errors.ts';
import { type Key, specOf } from './key.ts';
import type { KmsCall } from './kms-call.ts';
import { requireUsable } from './require-state.ts';
import { type KeyUsage, rsaEncryption } from './specs.ts';

/**
 * Checks the key of a cryptographic operation, and notes its use.
 *
 * @throws {AwsError} when the key is not usable, or has another key usage
 */
export function requireUsage(call: KmsCall, key: Key, usage: KeyUsage): void {
  requireUsable(key);
  if (key.usage !== usage) {
    const operation = call.action.replace('kms:', '');
    throw new AwsError(
      'InvalidKeyUsageException',
      `${key.arn} key usage is ${key.usage} which is not valid for ${operation}.`,
    );
  }
  call.used.add(key);
}

/** @throws {AwsError} when the key spec does not support the algorithm */
export function requireAlgorithm(key: Key, algorithm: string): void {
  const { family, signing, mac } = specOf(key);
  const encryption = family === 'symmetric' ? ['SYMMETRIC_DEFAULT'] : rsaEncryption;
  const known = mac ?? (key.usage === 'SIGN_VERIFY' ? signing : encryption);
  if (!known?.includes(algorithm))
    throw new AwsError(
      'InvalidKeyUsageException',
      `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`,
    );
}

/** Ends a dry run, after all other checks have passed. */
export function requireDryRunOff(dryRun: boolean): void {
  if (!dryRun) return;
  throw new AwsError(
    'DryRunOperationException',
    'The request would have succeeded, but the DryRun option is set.',
    412,
  );
}
