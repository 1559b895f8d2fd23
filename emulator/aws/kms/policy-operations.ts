import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { list, type Policy, parsePolicy, resourcePolicySchema } from '../policy/document.ts';
import { partitionOf } from '../regions.ts';
import { oneOf, text } from '../validate.ts';
import { bypass, limit, marker } from './input.ts';
import type { Key } from './key.ts';
import { inAnyState, type KmsCall, keyOperation } from './kms-call.ts';
import { requireNotDeleted } from './require-state.ts';

const malformedCode = 'MalformedPolicyDocumentException';
const policyName = v.optional(oneOf(['default']), 'default');

export const policyOperations = {
  GetKeyPolicy: keyOperation({ PolicyName: policyName }, inAnyState, ({ policy }, { PolicyName }) => ({
    Policy: policy,
    PolicyName,
  })),

  ListKeyPolicies: keyOperation({ Limit: limit(1000), Marker: marker }, inAnyState, () => ({
    PolicyNames: ['default'],
    Truncated: false,
  })),

  PutKeyPolicy: keyOperation(
    { PolicyName: policyName, Policy: text(1, 131072), BypassPolicyLockoutSafetyCheck: bypass },
    requireNotDeleted,
    (key, { Policy, BypassPolicyLockoutSafetyCheck }, call) => {
      key.policy = acceptPolicy(call, key, Policy, BypassPolicyLockoutSafetyCheck);
    },
    (input) => ({ 'kms:BypassPolicyLockoutSafetyCheck': input.BypassPolicyLockoutSafetyCheck }),
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
  document: string | undefined,
  bypassLockoutCheck: boolean,
): string {
  if (document === undefined) return JSON.stringify(defaultPolicy(call));
  const policy = parsePolicy(resourcePolicySchema, document, malformedCode);
  requireKnownParts(call, policy);
  if (!bypassLockoutCheck && !call.wouldAllow(key, 'kms:PutKeyPolicy', policy))
    throw new AwsError(
      malformedCode,
      'The new key policy will not allow you to update the key policy in the future.',
    );
  return document;
}

/** Checks that the principals exist, and the form of the actions. */
function requireKnownParts(call: KmsCall, { Statement }: Policy): void {
  for (const { Principal, NotPrincipal, Action, NotAction } of list(Statement)) {
    const principals = [Principal, NotPrincipal].flatMap((one) => (one === '*' ? [] : list(one?.AWS)));
    if (!principals.every((one) => one === '*' || call.system.directory.principalExists(one)))
      throw new AwsError(malformedCode, 'Policy contains a statement with one or more invalid principals.');
    if (![...list(Action), ...list(NotAction)].every((one) => /^(\*|[\w-]+:[\w*?]+)$/.test(one)))
      throw new AwsError(malformedCode, 'Policy contains a statement with one or more invalid actions.');
  }
}

/** That of the configuration, or AWS's, which delegates to the IAM policies of the account. */
function defaultPolicy({ region: { account, name }, system }: KmsCall): Policy {
  const configured = system.directory.accounts.get(account)?.key_policy;
  if (configured) return configured;
  return {
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partitionOf(name)}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  };
}
