import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import { AwsError } from '../errors.ts';
import { type Credential, sessionPrincipal } from '../identity.ts';
import { identityPolicySchema, parsePolicy } from '../policy/document.ts';
import { operation } from '../service.ts';
import { matching, text, wholeNumber } from '../validate.ts';

const sessionName = v.pipe(text(2, 64), matching(/^[\w+=,.@-]*$/));
const chainedLimit = 3600;

const assumeRoleInput = v.object({
  RoleArn: text(20, 2048),
  RoleSessionName: sessionName,
  DurationSeconds: v.optional(wholeNumber(900, 43200), '3600'),
  ExternalId: v.optional(v.pipe(text(2, 1224), matching(/^[\w+=,.@:/\\-]*$/))),
  Policy: v.optional(text(1, 2048)),
  SourceIdentity: v.optional(sessionName),
});

/**
 * Issues temporary credentials for a role, if its trust policy and the caller's policies allow it. A role that does not
 * exist is a denial.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole = operation(assumeRoleInput, ({ caller, directory, allow }, input) => {
  const arn = parseArn(input.RoleArn);
  if (arn?.service !== 'iam') throw new AwsError('ValidationError', `${input.RoleArn} is invalid`);
  const role = directory.identityByArn(arn);
  const chained = caller.principal.session;
  const sourceIdentity = input.SourceIdentity ?? chained?.source_identity ?? null;
  const context = {
    'sts:ExternalId': input.ExternalId,
    'sts:RoleSessionName': input.RoleSessionName,
    'sts:SourceIdentity': sourceIdentity,
  };
  if (!role?.trust)
    throw new AwsError(
      'AccessDeniedException',
      `User: ${caller.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
    );
  const owned = { account: role.account, policy: { name: 'trust', policy: role.trust } };
  for (const action of ['sts:AssumeRole', ...(input.SourceIdentity ? ['sts:SetSourceIdentity'] : [])]) {
    allow(role.arn, { action, context, owned, trust: true });
  }
  if (chained !== null && input.DurationSeconds > chainedLimit)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  const policy =
    input.Policy === undefined
      ? null
      : parsePolicy(identityPolicySchema, input.Policy, 'MalformedPolicyDocument');
  const principal = sessionPrincipal(role, {
    name: input.RoleSessionName,
    issued: caller.time,
    source_identity: sourceIdentity,
    policies: policy && [{ name: 'session', policy }],
  });
  return {
    Credentials: credentialView(directory.issue(principal, caller.time, input.DurationSeconds)),
    AssumedRoleUser: { AssumedRoleId: principal.user_id, Arn: principal.arn },
    PackedPolicySize: input.Policy === undefined ? undefined : Math.ceil((input.Policy.length / 2048) * 100),
    SourceIdentity: sourceIdentity,
  };
});

/** A credential as STS returns it. */
export function credentialView({ access_key_id, secret_access_key, session }: Credential): object {
  return {
    AccessKeyId: access_key_id,
    SecretAccessKey: secret_access_key,
    SessionToken: session?.token,
    Expiration: session?.expires,
  };
}
