import * as v from 'valibot';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import type { Caller } from '../identity.ts';
import { wholeNumber } from '../validate.ts';
import { shownCredential } from './assume-role.ts';

export const sessionTokenInput = v.object({
  DurationSeconds: v.optional(wholeNumber(900, 129600), '43200'),
});

/**
 * Issues temporary credentials for the caller itself, a user or the root user.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function sessionToken(
  directory: Directory,
  { principal }: Caller,
  seconds: number,
  now: Date,
): object {
  if (principal.session !== null)
    throw new AwsError('AccessDeniedException', 'Cannot call GetSessionToken with session credentials');
  const expires = new Date(now.getTime() + seconds * 1000);
  return { Credentials: shownCredential(directory.issue(principal, expires)) };
}
