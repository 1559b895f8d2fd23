import * as v from 'valibot';
import type { Authorizer } from '../authorizer.ts';
import type { Directory } from '../directory.ts';
import { newService, operation } from '../operations.ts';
import type { Service } from '../service.ts';
import { queryWire } from '../wire/wire.ts';
import { assumeRole, assumeRoleInput } from './assume-role.ts';
import { sessionToken, sessionTokenInput } from './session-token.ts';

/** STS: the caller's identity, and temporary credentials. */
export function stsService(directory: Directory, authorizer: Authorizer, clock: () => Date): Service {
  const operations = {
    /** Needs no permission. Accepts a request that another client signed. */
    GetCallerIdentity: operation(v.object({}), ({ caller: { principal } }) => ({
      Arn: principal.arn,
      UserId: principal.user_id,
      Account: principal.account,
    })),
    GetSessionToken: operation(sessionTokenInput, ({ caller, now }, input) =>
      sessionToken(directory, caller, input.DurationSeconds, now),
    ),
    AssumeRole: operation(assumeRoleInput, (request, input) =>
      assumeRole(directory, authorizer, request, input),
    ),
  };
  const wire = queryWire('https://sts.amazonaws.com/doc/2011-06-15/');
  return newService({ signing_name: 'sts', wire, clock, invalidCode: 'ValidationError' }, operations);
}
