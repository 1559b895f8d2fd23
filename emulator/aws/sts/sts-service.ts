import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { newService, operation } from '../service.ts';
import { wholeNumber } from '../validate.ts';
import { queryWire } from '../wire/query.ts';
import { assumeRole, credentialView } from './assume-role.ts';

/** STS: the caller's identity, and temporary credentials. */
export const stsService = newService(
  'sts',
  queryWire('https://sts.amazonaws.com/doc/2011-06-15/'),
  'ValidationError',
  {
    /** Needs no permission. Accepts a request that another client signed. */
    GetCallerIdentity: operation(v.object({}), ({ caller: { principal } }) => ({
      Arn: principal.arn,
      UserId: principal.user_id,
      Account: principal.account,
    })),

    /**
     * Issues temporary credentials for the caller itself, a user or the root user.
     *
     * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
     */
    GetSessionToken: operation(
      v.object({ DurationSeconds: v.optional(wholeNumber(900, 129600), '43200') }),
      ({ caller: { principal, time }, directory }, input) => {
        if (principal.session !== null)
          throw new AwsError('AccessDeniedException', 'Cannot call GetSessionToken with session credentials');
        return { Credentials: credentialView(directory.issue(principal, time, input.DurationSeconds)) };
      },
    ),

    AssumeRole: assumeRole,
  },
);
