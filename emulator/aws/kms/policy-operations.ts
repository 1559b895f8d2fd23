import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import type { Policy } from '../policy/document.ts';
import { list, parseResourcePolicy } from '../policy/document.ts';
import { oneOf, text } from '../validate.ts';
import { keyId, limit, marker, type policyText } from './input.ts';
import type { Key } from './key.ts';
import type { KmsCall } from './kms-call.ts';
import { kmsOperation } from './kms-call.ts';
import { requireNotDeleted } from './require-state.ts';

const malformedCode = 'MalformedPolicyDocumentException';
const policyName = v.optional(oneOf(['default']), 'default');

export const policyOperations = {
  GetKeyPolicy: kmsOperation(v.object({ KeyId: keyId, PolicyName: policyName }), (call, input) => ({
    Policy: call.key(input.KeyId).policy,
    PolicyName: 'default',
  })),

  ListKeyPolicies: kmsOperation(
    v.object({ KeyId: keyId, Limit: limit(1000), Marker: marker }),
    (call, input) => {
      call.key(input.KeyId);
      return { PolicyNames: ['default'], Truncated: false };
    },
  ),

  PutKeyPolicy: kmsOperation(
    v.object({
      KeyId: keyId,
      PolicyName: policyName,
      Policy: text(1, 131072),
      BypassPolicyLockoutSafetyCheck: v.optional(v.boolean(), false),
    }),
    (call, input) => {
      const key = call.key(input.KeyId, {
        context: { 'kms:BypassPolicyLockoutSafetyCheck': input.BypassPolicyLockoutSafetyCheck },
      });
      requireNotDeleted(key);
      key.policy = acceptPolicy(call, key, input.Policy, input.BypassPolicyLockoutSafetyCheck);
      return undefined;
    },
  ),
};

/**
 * Validates a key policy, including the lockout check.
 *
 * @throws {AwsError} `MalformedPolicyDocumentException`
 */
export function acceptPolicy(
  call: KmsCall,
  key: Key,
  document: v.InferOutput<typeof policyText>,
  bypassLockoutCheck: boolean,
): string {
  if (document === undefined) return JSON.stringify(call.defaultPolicy);
  const policy = parseResourcePolicy(document, malformedCode);
  requireKnownParts(call, policy);
  if (!bypassLockoutCheck && !call.wouldAllow(key, 'kms:PutKeyPolicy', policy)) {
    throw new AwsError(
      malformedCode,
      'The new key policy will not allow you to update the key policy in the future.',
    );
  }
  return document;
}

/** Checks that the principals exist, and the form of the actions. */
function requireKnownParts(call: KmsCall, { Statement }: Policy): void {
  for (const { Principal, NotPrincipal, Action, NotAction } of list(Statement)) {
    const principals = [Principal, NotPrincipal].flatMap((one) => (one === '*' ? [] : list(one?.AWS)));
    if (!principals.every((one) => one === '*' || call.principalExists(one))) {
      throw new AwsError(malformedCode, 'Policy contains a statement with one or more invalid principals.');
    }
    if (![...list(Action), ...list(NotAction)].every((one) => /^(\*|[\w-]+:[\w*?]+)$/.test(one))) {
      throw new AwsError(malformedCode, 'Policy contains a statement with one or more invalid actions.');
    }
  }
}

/** AWS's default key policy: it delegates to IAM policies of the account. */
export function defaultKeyPolicy(partition: string, account: string): Policy {
  return {
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
}
