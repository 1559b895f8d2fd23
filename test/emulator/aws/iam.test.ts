import {
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  paginateSimulatePrincipalPolicy,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestServer } from './server.ts';
import { account, refusal, startAws } from './server.ts';

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource = '*', rest: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...rest,
});
const deny = (Action: string | string[], Resource = '*') => ({ Effect: 'Deny', Action, Resource });

const keyArn = `arn:aws:kms:us-west-2:${account}:key/11111111-2222-3333-4444-555555555555`;
const otherArn = `arn:aws:kms:us-west-2:${account}:key/99999999-2222-3333-4444-555555555555`;
const vault = `arn:aws:iam::${account}:user/vault`;
const bounded = `arn:aws:iam::${account}:role/team/x/bounded`;

const accounts = [
  {
    id: account,
    users: [
      {
        name: 'vault',
        access_keys: [{ access_key_id: 'AKIAVAULT00000000001', secret_access_key: 'vault-secret' }],
        policies: {
          kms: policy(
            allow(['kms:CreateKey', 'kms:DescribeKey']),
            allow('kms:TagResource', keyArn),
            deny('kms:DescribeKey', otherArn),
            allow('kms:ImportKeyMaterial', '*', {
              Condition: { StringEquals: { 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' } },
            }),
          ),
        },
      },
    ],
    roles: [
      {
        name: 'bounded',
        path: '/team/x/',
        trust: policy({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }),
        policies: { all: policy(allow('kms:*')) },
        boundary: policy(allow('kms:Describe*')),
      },
    ],
  },
  {
    id: '444455556666',
    scps: { noCreate: policy(allow('*'), deny('kms:CreateKey')) },
    users: [
      {
        name: 'member',
        access_keys: [{ access_key_id: 'AKIAMEMBER0000000001', secret_access_key: 'member-secret' }],
        policies: { all: policy(allow('*')) },
      },
    ],
  },
];

let aws: TestServer;
let iam: IAMClient;
beforeAll(async () => {
  aws = await startAws({ accounts });
  iam = new IAMClient(aws.as());
});
afterAll(() => aws.close());

const simulate = async (
  PolicySourceArn: string,
  ActionNames: string[],
  ResourceArns?: string[],
  context: Record<string, string> = {},
  client = iam,
) => {
  const { EvaluationResults } = await client.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn,
      ActionNames,
      ResourceArns,
      ContextEntries: Object.entries(context).map(([ContextKeyName, value]) => ({
        ContextKeyName,
        ContextKeyValues: [value],
        ContextKeyType: 'string',
      })),
    }),
  );
  return EvaluationResults!;
};

describe('GetRole and GetUser', () => {
  test('return the ARN with its path', async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'bounded' }));
    expect(Role).toMatchObject({
      Arn: bounded,
      Path: '/team/x/',
      RoleName: 'bounded',
      PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${account}:policy/bounded-boundary` },
    });
    expect(JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!))).toMatchObject({
      Version: '2012-10-17',
    });
    expect((await iam.send(new GetUserCommand({ UserName: 'vault' }))).User?.Arn).toBe(vault);
    expect((await iam.send(new GetUserCommand({}))).User?.UserName).toBe('admin');
  });

  test('check permission before existence', async () => {
    const asVault = new IAMClient(aws.as('AKIAVAULT00000000001:vault-secret'));
    expect(await refusal(asVault.send(new GetRoleCommand({ RoleName: 'missing' })))).toMatchObject({
      name: 'AccessDenied',
      message: `User: ${vault} is not authorized to perform: iam:GetRole on resource: role missing because no identity-based policy allows the iam:GetRole action`,
      status: 403,
    });
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'missing' })))).toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name missing cannot be found.',
      status: 404,
    });
  });
});

describe('SimulatePrincipalPolicy', () => {
  test('returns one result per action, with a decision per resource', async () => {
    const [describeKey, tag] = await simulate(
      vault,
      ['kms:DescribeKey', 'kms:TagResource'],
      [keyArn, otherArn],
    );
    expect(describeKey).toMatchObject({
      EvalActionName: 'kms:DescribeKey',
      EvalDecision: 'explicitDeny',
      EvalResourceName: 'arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}',
      MatchedStatements: [{ SourcePolicyId: 'user_vault_kms' }],
    });
    expect(
      describeKey!.ResourceSpecificResults?.map((one) => [one.EvalResourceName, one.EvalResourceDecision]),
    ).toEqual([
      [keyArn, 'allowed'],
      [otherArn, 'explicitDeny'],
    ]);
    expect(tag!.EvalDecision).toBe('implicitDeny');
  });

  test('lists missing context values', async () => {
    const [unknown] = await simulate(vault, ['kms:ImportKeyMaterial'], [keyArn]);
    expect(unknown).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['kms:ExpirationModel'],
    });
    const [known] = await simulate(vault, ['kms:ImportKeyMaterial'], [keyArn], {
      'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    });
    expect(known).toMatchObject({ EvalDecision: 'allowed' });
    expect(known!.MissingContextValues ?? []).toEqual([]);
  });

  test('reports boundary and organization separately', async () => {
    const [allowed, refused] = await simulate(bounded, ['kms:DescribeKey', 'kms:CreateKey']);
    expect(allowed).toMatchObject({
      EvalDecision: 'allowed',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
    });
    expect(refused).toMatchObject({
      EvalDecision: 'implicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    });
    expect(refused!.OrganizationsDecisionDetail).toBeUndefined();
    const member = new IAMClient(aws.as('AKIAMEMBER0000000001:member-secret'));
    const source = 'arn:aws:iam::444455556666:user/member';
    const [create, list] = await simulate(
      source,
      ['kms:CreateKey', 'kms:ListAliases'],
      undefined,
      {},
      member,
    );
    expect(create).toMatchObject({
      EvalDecision: 'implicitDeny',
      OrganizationsDecisionDetail: { AllowedByOrganizations: false },
    });
    expect(list).toMatchObject({
      EvalDecision: 'allowed',
      OrganizationsDecisionDetail: { AllowedByOrganizations: true },
    });
  });

  test('is paginated', async () => {
    const ActionNames = ['CreateKey', 'DescribeKey', 'ListAliases', 'EnableKey', 'DisableKey'].map(
      (name) => `kms:${name}`,
    );
    const pages: (string | undefined)[][] = [];
    const pager = paginateSimulatePrincipalPolicy(
      { client: iam, pageSize: 2 },
      { PolicySourceArn: vault, ActionNames },
    );
    for await (const { EvaluationResults = [] } of pager)
      pages.push(EvaluationResults.map((one) => one.EvalActionName));
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(ActionNames);
  });

  test.each([
    ['a session', `arn:aws:sts::${account}:assumed-role/bounded/check`, 'InvalidInputException'],
    ['the root user', `arn:aws:iam::${account}:root`, 'InvalidInputException'],
    ['nobody', `arn:aws:iam::${account}:user/nobody`, 'NoSuchEntityException'],
    ['a role without its path', `arn:aws:iam::${account}:role/bounded`, 'NoSuchEntityException'],
  ])('is refused for %s', async (_, source, name) => {
    expect((await refusal(simulate(source, ['kms:CreateKey']))).name).toBe(name);
  });
});
