import { AwsError } from '../errors.ts';
import type { Key } from './key.ts';
import { specOf } from './key.ts';
import type { KeyUsage } from './specs.ts';
import { rsaEncryption } from './specs.ts';
import { requireUsable } from './states.ts';

/** @throws {AwsError} when the key cannot compute now, or is for something else */
export function requireUsage(key: Key, usage: KeyUsage, action: string): void {
  requireUsable(key);
  if (key.usage !== usage) {
    const operation = action.replace('kms:', '');
    throw new AwsError(
      'InvalidKeyUsageException',
      `${key.arn} key usage is ${key.usage} which is not valid for ${operation}.`,
    );
  }
}

/** @throws {AwsError} when keys of this spec do not know the algorithm */
export function requireAlgorithm(key: Key, algorithm: string): void {
  const { family, signing } = specOf(key);
  const encryption = family === 'symmetric' ? ['SYMMETRIC_DEFAULT'] : rsaEncryption;
  const known = key.usage === 'SIGN_VERIFY' ? signing : encryption;
  if (!known?.includes(algorithm)) {
    throw new AwsError(
      'InvalidKeyUsageException',
      `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`,
    );
  }
}

/** Everything else was right: a dry run ends here. */
export function requireDryRunOff(dryRun: boolean): void {
  if (!dryRun) return;
  throw new AwsError(
    'DryRunOperationException',
    'The request would have succeeded, but the DryRun option is set.',
    412,
  );
}
