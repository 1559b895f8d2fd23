import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import type { Authorizer } from '../authorizer.ts';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import type { Credential, Identity } from '../identity.ts';
import type { ServiceRequest } from '../operations.ts';
import { identityPolicySchema } from '../policy/document.ts';
import type { NamedPolicy } from '../policy/statements.ts';
import { matching, text, wholeNumber } from '../validate.ts';

const sessionName = v.pipe(text(2, 64), matching(/^[\w+=,.@-]*$/));
const chainedLimit = 3600;

export const assumeRoleInput = v.object({
  RoleArn: text(20, 2048),
  RoleSessionName: sessionName,
  DurationSeconds: v.optional(wholeNumber(900, 43200), '3600'),
  ExternalId: v.optional(v.pipe(text(2, 1224), matching(/^[\w+=,.@:/\\-]*$/))),
  Policy: v.optional(text(1, 2048)),
  SourceIdentity: v.optional(sessionName),
});
type Input = v.InferOutput<typeof assumeRoleInput>;

/**
 * Issues temporary credentials for a role, if its trust policy and the caller's policies allow it.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * @throws {AwsError} `AccessDenied`, also for a role that does not exist
 */
export function assumeRole(
  directory: Directory,
  authorizer: Authorizer,
  { caller, now }: ServiceRequest,
  input: Input,
): object {
  const role = roleOf(directory, input.RoleArn);
  const inherited = caller.principal.session?.source_identity ?? null;
  const sourceIdentity = input.SourceIdentity ?? inherited;
  const context = {
    'sts:ExternalId': input.ExternalId,
    'sts:RoleSessionName': input.RoleSessionName,
    'sts:SourceIdentity': sourceIdentity,
  };
  if (role === null)
    throw new AwsError(
      'AccessDeniedException',
      `User: ${caller.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
    );
  for (const action of ['sts:AssumeRole', ...(input.SourceIdentity ? ['sts:SetSourceIdentity'] : [])]) {
    authorizer.require(caller, { action, resource: role.arn, context, owned: trustOf(role), trust: true });
  }
  if (caller.principal.session !== null && input.DurationSeconds > chainedLimit)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  const session = {
    name: input.RoleSessionName,
    issued: now,
    source_identity: sourceIdentity,
    policies: sessionPolicies(input.Policy),
  };
  const credential = directory.startSession(role, session, input.DurationSeconds);
  return {
    Credentials: shownCredential(credential),
    AssumedRoleUser: { AssumedRoleId: credential.principal.user_id, Arn: credential.principal.arn },
    PackedPolicySize: input.Policy === undefined ? undefined : Math.ceil((input.Policy.length / 2048) * 100),
    SourceIdentity: sourceIdentity,
  };
}

/** A credential as STS returns it. */
export function shownCredential({ access_key_id, secret_access_key, session }: Credential): object {
  return {
    AccessKeyId: access_key_id,
    SecretAccessKey: secret_access_key,
    SessionToken: session?.token,
    Expiration: session?.expires,
  };
}

function roleOf(directory: Directory, arn: string): Identity | null {
  const parsed = parseArn(arn);
  if (parsed === null || parsed.service !== 'iam') throw new AwsError('ValidationError', `${arn} is invalid`);
  return directory.identityByArn(parsed);
}

function trustOf({ account, trust }: Identity) {
  return trust && { account, policy: { name: 'trust', policy: trust } };
}

function sessionPolicies(text: string | undefined): NamedPolicy[] | null {
  if (text === undefined) return null;
  try {
    return [{ name: 'session', policy: v.parse(identityPolicySchema, JSON.parse(text)) }];
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'The session policy is not a valid policy.');
  }
}
