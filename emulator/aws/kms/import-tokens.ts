import { type KeyObject, randomBytes } from 'node:crypto';
import { day, later } from '../../later.ts';
import { AwsError } from '../errors.ts';
import type { WrappingAlgorithm } from './wrapping.ts';

/** An import token: the key, the wrapping algorithm and the expiry. */
interface ImportToken {
  readonly key_id: string;
  readonly algorithm: WrappingAlgorithm;
  readonly private_key: KeyObject;
  readonly expires: Date;
}

/** The import tokens of one account and region. Each is valid for one import. */
export class ImportTokens {
  readonly #tokens = new Map<string, ImportToken>();

  /** @returns the token's bytes and its expiry, 24 hours from now */
  issue(parameters: Omit<ImportToken, 'expires'>, now: Date): { bytes: Uint8Array; expires: Date } {
    const bytes = randomBytes(1024);
    const expires = later(now, day);
    this.#tokens.set(nameOf(bytes), { ...parameters, expires });
    return { bytes, expires };
  }

  /** @throws {AwsError} when the token is unknown, used, for another key, or expired */
  check(bytes: Uint8Array, keyId: string, now: Date): ImportToken {
    const token = this.#tokens.get(nameOf(bytes));
    if (token?.key_id !== keyId)
      throw new AwsError(
        'InvalidImportTokenException',
        'The import token is invalid or is for another KMS key.',
      );
    if (token.expires <= now)
      throw new AwsError('ExpiredImportTokenException', 'The import token has expired.');
    return token;
  }

  spend(bytes: Uint8Array): void {
    this.#tokens.delete(nameOf(bytes));
  }
}

function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
