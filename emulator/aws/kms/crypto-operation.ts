import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { type ContextEntries, prefixed } from '../policy/context.ts';
import type { EncryptionContext } from './ciphertext.ts';
import { dryRun, keyId } from './input.ts';
import { algorithmsOf, type Key } from './key.ts';
import { type Input, type KmsCall, type KmsOperation, kmsOperation } from './kms-call.ts';
import { requireUsable } from './require-state.ts';
import type { KeyUsage } from './specs.ts';

/** What a cryptographic operation needs of its key. */
export interface Need {
  readonly usage: KeyUsage;
  readonly algorithm: string;
  /** The condition keys of the operation. */
  readonly context: ContextEntries;
}

/**
 * A cryptographic operation with the key `KeyId`. Its output includes the ARN of the key.
 *
 * @param entries the other members of its input
 */
export function cryptoOperation<E extends v.ObjectEntries>(
  entries: E,
  needOf: (input: Input<E>) => Need,
  run: (key: Key, input: Input<E>) => object | Promise<object>,
): KmsOperation {
  return kmsOperation(v.object({ KeyId: keyId, DryRun: dryRun, ...entries }), async (call, all) => {
    const { KeyId, DryRun } = all as { KeyId: string; DryRun: boolean };
    const input = all as Input<E>;
    const key = usableKey(call, KeyId, needOf(input));
    requireDryRunOff(DryRun);
    return { ...(await run(key, input)), KeyId: key.arn };
  });
}

/**
 * The key of a cryptographic operation: an id, an ARN or an alias, also of another account. Notes its use.
 *
 * @param action default: the operation's own
 * @throws {AwsError} when the key is not usable, or has another usage or another spec
 */
export function usableKey(
  call: KmsCall,
  reference: string,
  { usage, algorithm, context }: Need,
  action = call.action,
): Key {
  const key = call.key(reference, { shared: true, context, action });
  requireUsable(key);
  const operation = call.action.replace('kms:', '');
  if (key.usage !== usage)
    throw invalidUsage(`${key.arn} key usage is ${key.usage} which is not valid for ${operation}.`);
  call.used.add(key);
  if (!algorithmsOf(key).includes(algorithm))
    throw invalidUsage(`Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`);
  return key;
}

/** The condition keys of an operation with an encryption context. */
export function cryptoContext(algorithm: string | undefined, context: EncryptionContext): ContextEntries {
  const names = Object.keys(context);
  return {
    'kms:EncryptionAlgorithm': algorithm,
    'kms:EncryptionContextKeys': names.length > 0 ? names : undefined,
    ...prefixed('kms:EncryptionContext:', Object.entries(context)),
  };
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

function invalidUsage(message: string): AwsError {
  return new AwsError('InvalidKeyUsageException', message);
}
