import { describe, expect, test } from '@jest/globals';
import { failureOf } from '../../src/aws/aws-failure.ts';
import { pastCalls } from '../../src/aws/cloudtrail.ts';
import { rowsOf } from '../../src/aws/simulate-policy.ts';

describe('what an error of the SDK comes to', () => {
  test.each([
    [{ name: 'NotFoundException' }, 'not_found'],
    [{ name: 'NoSuchEntityException' }, 'not_found'],
    [{ name: 'AccessDeniedException' }, 'denied'],
    [{ name: 'AccessDenied' }, 'denied'],
    [{ name: 'UnrecognizedClientException' }, 'invalid_credentials'],
    [{ name: 'InvalidClientTokenId' }, 'invalid_credentials'],
    [{ name: 'InvalidSignatureException' }, 'invalid_credentials'],
    [{ name: 'ExpiredTokenException' }, 'expired'],
    [{ name: 'CredentialsProviderError', message: 'Could not load' }, 'no_credentials'],
    [{ name: 'CredentialsProviderError', message: 'The SSO session has expired' }, 'expired'],
    [{ name: 'UnsupportedOperationException' }, 'unsupported'],
    [{ name: 'ThrottlingException' }, 'throttled'],
    [{ name: 'Throttling' }, 'throttled'],
    [{ name: 'ThrottlingException', $metadata: { httpStatusCode: 503 } }, 'throttled'],
    [{ name: 'AbortError' }, 'aborted'],
    [{ name: 'TimeoutError' }, 'timeout'],
    [{ name: 'TimeoutError', code: 'ECONNRESET' }, 'unreachable'],
    [{ name: 'Error', code: 'ECONNREFUSED' }, 'unreachable'],
    [{ name: 'Error', code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'tls'],
    [{ name: 'Error', code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'tls'],
    [{ name: 'Error', code: 'PROXY_ECONNREFUSED' }, 'proxy'],
    [{ name: 'Forbidden', $metadata: { httpStatusCode: 403, requestId: 'id' } }, 'denied'],
    [{ name: 'SyntaxError', $metadata: { httpStatusCode: 403 } }, 'wrong_host'],
    [{ name: 'KMSInternalException', $metadata: { httpStatusCode: 500 } }, 'unavailable'],
    [{ name: 'KMSInvalidStateException', $metadata: { httpStatusCode: 400, requestId: 'id' } }, 'other'],
    [{}, 'other'],
  ])('%j is %s', (error, cause) => {
    expect(failureOf(error, 'kms:DescribeKey')).toMatchObject({ cause, action: 'kms:DescribeKey' });
  });
});

describe('the two shapes of a simulation', () => {
  test('one result for each action, with the resources inside', () => {
    const rows = rowsOf({
      EvalActionName: 'kms:DisableKey',
      EvalResourceName: 'arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}',
      EvalDecision: 'implicitDeny',
      OrganizationsDecisionDetail: { AllowedByOrganizations: true },
      ResourceSpecificResults: [
        {
          EvalResourceName: 'arn:1',
          EvalResourceDecision: 'allowed',
          MissingContextValues: ['aws:SourceIp'],
        },
        {
          EvalResourceName: 'arn:2',
          EvalResourceDecision: 'implicitDeny',
          PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
        },
      ],
    });
    expect(rows).toMatchObject([
      {
        resource: 'arn:1',
        decision: 'allowed',
        missing_context: ['aws:SourceIp'],
        allowed_by_organization: true,
      },
      { resource: 'arn:2', decision: 'implicitDeny', allowed_by_boundary: false },
    ]);
  });

  test('one result for each action and resource', () => {
    expect(
      rowsOf({
        EvalActionName: 'kms:DisableKey',
        EvalResourceName: 'arn:1',
        EvalDecision: 'explicitDeny',
        MatchedStatements: [{ SourcePolicyId: 'user_vault_no', SourcePolicyType: 'user' }],
      }),
    ).toEqual([
      {
        action: 'kms:DisableKey',
        resource: 'arn:1',
        decision: 'explicitDeny',
        allowed_by_organization: null,
        allowed_by_boundary: null,
        missing_context: [],
        matched: ['user_vault_no'],
      },
    ]);
  });

  test('an action without a resource', () => {
    expect(rowsOf({ EvalActionName: 'kms:CreateKey', EvalDecision: 'allowed' })).toMatchObject([
      { resource: '*' },
    ]);
    expect(
      rowsOf({
        EvalActionName: 'kms:CreateKey',
        EvalDecision: 'allowed',
        EvalResourceName: 'arn:${Partition}:x',
      }),
    ).toMatchObject([{ resource: '*' }]);
  });
});

describe('the calls in CloudTrail', () => {
  const role = 'arn:aws:iam::111122223333:role/team/vault';
  const key = 'arn:aws:kms:us-west-2:111122223333:key/1';
  const userIdentity = {
    sessionContext: { sessionIssuer: { arn: role } },
    arn: 'arn:aws:sts::111122223333:assumed-role/vault/x',
  };

  test('newest first, of that principal alone, with the keys that they were about', () => {
    const calls = pastCalls(role, [
      { eventTime: '2026-01-01T00:00:00Z', userIdentity, resources: [{ ARN: key }] },
      { eventTime: '2026-01-03T00:00:00Z', userIdentity },
      { eventTime: '2026-01-02T00:00:00Z', userIdentity, errorCode: 'AccessDenied', errorMessage: 'no' },
      { eventTime: '2026-01-09T00:00:00Z', userIdentity: { arn: 'arn:aws:iam::111122223333:user/other' } },
      { eventTime: '2026-01-08T00:00:00Z', userIdentity, errorCode: 'NotFoundException' },
      { eventTime: '2026-01-07T00:00:00Z' },
    ]);
    expect(calls).toEqual([
      { time: '2026-01-03T00:00:00Z', resources: [], denial: null },
      { time: '2026-01-02T00:00:00Z', resources: [], denial: 'no' },
      { time: '2026-01-01T00:00:00Z', resources: [key], denial: null },
    ]);
  });

  test("a user's own calls", () => {
    const arn = 'arn:aws:iam::111122223333:user/vault';
    expect(pastCalls(arn, [{ eventTime: '2026-01-01T00:00:00Z', userIdentity: { arn } }])).toHaveLength(1);
  });
});
