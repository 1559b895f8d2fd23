import type { KeyObject } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { AwsError } from '../errors.ts';
import type { WrappingAlgorithm } from './wrapping.ts';

const lifetime = 24 * 60 * 60 * 1000;

/** An import token: the key, the wrapping algorithm and the expiry. */
interface ImportToken {
  readonly key_id: string;
  readonly algorithm: WrappingAlgorithm;
  readonly private_key: KeyObject;
  readonly expires: Date;
}

/** The import tokens of one account and region. Each is valid for one import. */
export interface ImportTokens {
  /** @returns the token's bytes and its expiry, 24 hours from now */
  issue(parameters: Omit<ImportToken, 'expires'>, now: Date): { bytes: Uint8Array; expires: Date };
  /** @throws {AwsError} when the token is unknown, used, for another key, or expired */
  check(bytes: Uint8Array, keyId: string, now: Date): ImportToken;
  spend(bytes: Uint8Array): void;
}

export function importTokens(): ImportTokens {
  const tokens = new Map<string, ImportToken>();
  const nameOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return {
    issue(parameters, now) {
      const bytes = randomBytes(1024);
      const expires = new Date(now.getTime() + lifetime);
      tokens.set(nameOf(bytes), { ...parameters, expires });
      return { bytes, expires };
    },
    check(bytes, keyId, now) {
      const token = tokens.get(nameOf(bytes));
      if (token === undefined || token.key_id !== keyId) {
        throw new AwsError(
          'InvalidImportTokenException',
          'The import token is invalid or is for another KMS key.',
        );
      }
      if (token.expires <= now)
        throw new AwsError('ExpiredImportTokenException', 'The import token has expired.');
      return token;
    },
    spend(bytes) {
      tokens.delete(nameOf(bytes));
    },
  };
}
