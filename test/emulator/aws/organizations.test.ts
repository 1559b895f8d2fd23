import { IAMClient, ListRoleTagsCommand, ListUserTagsCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { expect, test } from '@jest/globals';
import { account, refusal, signedRequest, startAws } from './server.ts';

const scp = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
const management = '444455556666';
const auditor = {
  name: 'auditor',
  access_keys: [{ access_key_id: 'AKIAAUDITOR000000000', secret_access_key: 'auditor' }],
  policies: { all: scp },
};
const target = (name: string) => `AWSOrganizationsV20161128.${name}`;

test('the service control policies of an account can be read by an administrator of the organization', async () => {
  const aws = await startAws({
    accounts: [
      { id: account, scps: { guard: scp } },
      { id: management, organization_administrator: true, users: [auditor] },
    ],
  });
  const send = (name: string, body: object, who = 'AKIAAUDITOR000000000:auditor') =>
    signedRequest(aws.as(who, 'us-east-1'), 'organizations', { target: target(name), body });
  const list = { TargetId: account, Filter: 'SERVICE_CONTROL_POLICY' };
  const [policy] = (await send('ListPoliciesForTarget', list)).body.Policies;
  expect(policy).toMatchObject({ Name: 'guard', Type: 'SERVICE_CONTROL_POLICY', AwsManaged: false });
  const { body } = await send('DescribePolicy', { PolicyId: policy.Id });
  expect(JSON.parse(body.Policy.Content)).toEqual(scp);
  expect(await send('DescribePolicy', { PolicyId: 'p-00000000' })).toMatchObject({
    code: 'PolicyNotFoundException',
  });
  expect(
    await send('DescribePolicy', { PolicyId: policy.Id }, `${aws.as().credentials.accessKeyId}:root-secret`),
  ).toMatchObject({
    code: 'AccessDeniedException',
  });
  await aws.close();
});

test('without service control policies there is no organization', async () => {
  const aws = await startAws({ accounts: [{ id: account }] });
  const body = { PolicyId: 'p-00000000' };
  const response = await signedRequest(aws.as(), 'organizations', { target: target('DescribePolicy'), body });
  expect(response.code).toBe('AWSOrganizationsNotInUseException');
  await aws.close();
});

test('the tags of users and roles are listed, and are condition keys', async () => {
  const own = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'kms:DescribeKey',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalTag/team': 'payments' } },
      },
    ],
  };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
  };
  const aws = await startAws({
    accounts: [
      {
        id: account,
        users: [{ ...auditor, policies: { own }, tags: { team: 'payments', env: 'prod' } }],
        roles: [{ name: 'reader', trust, tags: { team: 'x' } }],
      },
    ],
  });
  const iam = new IAMClient(aws.as());
  expect((await iam.send(new ListUserTagsCommand({ UserName: 'auditor' }))).Tags).toEqual([
    { Key: 'env', Value: 'prod' },
    { Key: 'team', Value: 'payments' },
  ]);
  const first = await iam.send(new ListUserTagsCommand({ UserName: 'auditor', MaxItems: 1 }));
  expect(first).toMatchObject({ IsTruncated: true, Tags: [{ Key: 'env' }] });
  expect((await iam.send(new ListRoleTagsCommand({ RoleName: 'reader' }))).Tags).toEqual([
    { Key: 'team', Value: 'x' },
  ]);
  const kms = new KMSClient(aws.as('AKIAAUDITOR000000000:auditor'));
  const KeyId = '11111111-2222-3333-4444-555555555555';
  expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId })))).toMatchObject({
    name: 'NotFoundException',
  });
  await aws.close();
});
