import { type KeyObject, randomBytes } from 'node:crypto';
import { day, later } from '../../later.ts';
import { AwsError } from '../errors.ts';
import type { WrappingAlgorithm } from './wrapping.ts';

/** An import token: the key, the wrapping algorithm and the expiry. Its bytes in base64 name it. */
interface ImportToken {
  readonly key_id: string;
  readonly algorithm: WrappingAlgorithm;
  readonly private_key: KeyObject;
  readonly expires: Date;
}

/** The import tokens of one account and region. Each is valid for one import. */
export class ImportTokens extends Map<string, ImportToken> {
  /** @returns the token's name and its expiry, 24 hours from now */
  issue(parameters: Omit<ImportToken, 'expires'>, now: Date): { name: string; expires: Date } {
    const name = randomBytes(1024).toString('base64');
    const expires = later(now, day);
    this.set(name, { ...parameters, expires });
    return { name, expires };
  }

  /** @throws {AwsError} when the token is unknown, used, for another key, or expired */
  check(name: string, keyId: string, now: Date): ImportToken {
    const token = this.get(name);
    if (token?.key_id !== keyId)
      throw new AwsError(
        'InvalidImportTokenException',
        'The import token is invalid or is for another KMS key.',
      );
    if (token.expires <= now)
      throw new AwsError('ExpiredImportTokenException', 'The import token has expired.');
    return token;
  }
}
