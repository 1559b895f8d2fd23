import { AwsError, unsupported } from '../errors.ts';
import { type Key, keyState } from './key.ts';

/**
 * The errors of operations that a key state does not allow.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
const invalid = (key: Key, what: string) =>
  new AwsError('KMSInvalidStateException', `${key.arn} is ${what}.`);

/** For cryptographic operations. */
export function requireUsable(key: Key): void {
  requireMaterial(key);
  if (keyState(key) === 'Disabled') throw new AwsError('DisabledException', `${key.arn} is disabled.`);
}

/** For enabling and disabling. */
export function requireMaterial(key: Key): void {
  requireNotDeleted(key);
  if (keyState(key) === 'PendingImport') throw invalid(key, 'pending import');
}

/** For changes to a key that is not pending deletion. */
export function requireNotDeleted(key: Key): void {
  if (keyState(key) === 'PendingDeletion') throw invalid(key, 'pending deletion');
  if (keyState(key) === 'PendingReplicaDeletion') throw invalid(key, 'pending replica deletion');
}

export function requireDeleted(key: Key): void {
  if (key.deletion === null) throw invalid(key, 'not pending deletion');
}

/** For operations on imported material. */
export function requireExternal(key: Key): void {
  if (key.origin !== 'EXTERNAL')
    throw unsupported(`${key.arn} origin is ${key.origin} which is not valid for this operation.`);
}
