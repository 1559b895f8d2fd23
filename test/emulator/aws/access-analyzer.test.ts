import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { account, signedRequest, startAws, type TestServer } from './server.ts';

const delegation = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const open = { Effect: 'Allow', Principal: '*', Action: 'kms:Encrypt', Resource: '*' };
const analyst = {
  name: 'analyst',
  access_keys: [{ access_key_id: 'AKIAANALYST000000000', secret_access_key: 'analyst' }],
};

let aws: TestServer;
beforeAll(async () => {
  aws = await startAws({ accounts: [{ id: account, users: [analyst] }] });
});
afterAll(() => aws.close());

const send = (path: string, body: object, who?: string) =>
  signedRequest(aws.as(who), 'access-analyzer', { path, body });
const check = async (...statements: object[]) => {
  const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [delegation, ...statements] });
  const { body } = await send('/policy/check-no-public-access', {
    policyDocument,
    resourceType: 'AWS::KMS::Key',
  });
  return body;
};

describe('CheckNoPublicAccess', () => {
  test('passes a policy for the account', async () => {
    expect(await check()).toMatchObject({ result: 'PASS', reasons: [] });
  });

  test('fails a policy for everyone, and names the statement', async () => {
    expect(await check({ ...open, Sid: 'open' })).toMatchObject({
      result: 'FAIL',
      reasons: [{ statementIndex: 1, statementId: 'open' }],
    });
  });

  const anyone = (Condition: object) => ({ ...open, Condition });
  test.each([
    ['every address', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, 'FAIL'],
    ['every address in two halves', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }, 'FAIL'],
    ['one network', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'PASS'],
    ['ForAllValues', { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': ['o-abc/r-1/*'] } }, 'FAIL'],
    ['a principal tag', { StringEquals: { 'aws:PrincipalTag/team': 'a' } }, 'FAIL'],
    ['roles of every account', { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }, 'FAIL'],
    ['a pattern of accounts', { StringLike: { 'kms:CallerAccount': '??????*' } }, 'FAIL'],
    ['a policy variable', { StringEquals: { 'kms:CallerAccount': '${aws:PrincipalAccount}' } }, 'FAIL'],
    ['IfExists', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abc' } }, 'FAIL'],
    ['an organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } }, 'PASS'],
    [
      'an account and a service',
      { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': 's3.us-west-2.amazonaws.com' } },
      'PASS',
    ],
  ])('%s', async (_name, condition, result) => {
    expect((await check(anyone(condition))).result).toBe(result);
  });

  test('a denial of everyone else makes a policy non-public', async () => {
    const Condition = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abc' } };
    const denial = { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*', Condition };
    expect((await check(open, denial)).result).toBe('PASS');
  });

  test('Allow with NotPrincipal is public', async () => {
    const statement = { ...open, Principal: undefined, NotPrincipal: { AWS: account } };
    expect((await check(statement)).result).toBe('FAIL');
  });

  test('needs a permission, and reports input errors', async () => {
    const path = '/policy/check-no-public-access';
    const body = { policyDocument: '{', resourceType: 'AWS::KMS::Key' };
    expect(await send(path, body, 'AKIAANALYST000000000:analyst')).toMatchObject({
      status: 403,
      code: 'AccessDeniedException',
      body: { message: expect.stringContaining('access-analyzer:CheckNoPublicAccess') },
    });
    expect(await send(path, body)).toMatchObject({ status: 400, code: 'InvalidParameterException' });
    expect(await send(path, { ...body, resourceType: 'AWS::EC2::Instance' })).toMatchObject({
      status: 400,
      code: 'ValidationException',
    });
  });
});

describe('ValidatePolicy', () => {
  const codes = async (policy: unknown, policyType = 'RESOURCE_POLICY') => {
    const policyDocument = typeof policy === 'string' ? policy : JSON.stringify(policy);
    const { body } = await send('/policy/validation', { policyDocument, policyType });
    return body.findings.map(({ issueCode }: { issueCode: string }) => issueCode);
  };

  test.each([
    ['a valid policy', { Version: '2012-10-17', Statement: [delegation] }, []],
    ['no JSON', '{', ['JSON_SYNTAX_ERROR']],
    ['no version', { Statement: [delegation] }, ['MISSING_VERSION']],
    [
      'an unknown action',
      { Version: '2012-10-17', Statement: [{ ...delegation, Action: 'kms:Nonsense' }] },
      ['INVALID_ACTION'],
    ],
    [
      'an action without a service',
      { Version: '2012-10-17', Statement: [{ ...delegation, Action: 'nonsense' }] },
      ['INVALID_ACTION'],
    ],
    [
      'an unknown operator',
      { Version: '2012-10-17', Statement: [{ ...delegation, Condition: { StringIs: {} } }] },
      ['INVALID_CONDITION_OPERATOR'],
    ],
    [
      'no principal',
      { Version: '2012-10-17', Statement: [{ ...delegation, Principal: undefined }] },
      ['MISSING_PRINCIPAL'],
    ],
  ])('%s', async (_name, policy, expected) => {
    expect(await codes(policy)).toEqual(expected);
  });

  test('returns a location', async () => {
    const policy = { Version: '2012-10-17', Statement: [{ ...delegation, Action: ['kms:Nonsense'] }] };
    const body = { policyDocument: JSON.stringify(policy), policyType: 'RESOURCE_POLICY' };
    expect((await send('/policy/validation', body)).body.findings).toMatchObject([
      {
        findingType: 'ERROR',
        locations: [
          { path: [{ value: 'Statement' }, { index: 0 }, { value: 'Action' }], span: { start: { line: 1 } } },
        ],
      },
    ]);
  });
});
