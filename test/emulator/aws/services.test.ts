import { randomBytes } from 'node:crypto';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  GetParametersForImportCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requested } from '../../../emulator/aws/operation-name.ts';
import type { TestServer } from './server.ts';
import { account, createExternalKey, importMaterial, refusal, region, startAws } from './server.ts';

const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const accounts = [
  {
    id: account,
    users: [
      {
        name: 'vault',
        access_keys: [{ access_key_id: 'AKIAVAULT00000000001', secret_access_key: 'vault-secret' }],
        policies: { kms: allow('kms:CreateKey') },
      },
    ],
    secrets: [
      {
        name: 'vault/aws',
        region,
        value: { access_key: 'AKIAVAULT00000000001', secret_key: 'vault-secret' },
      },
      { name: 'plain', region, value: 'text' },
    ],
  },
];
const vault = 'AKIAVAULT00000000001:vault-secret';

let aws: TestServer;
beforeAll(async () => {
  aws = await startAws({ accounts });
});
afterAll(() => aws.close());

describe('CloudTrail', () => {
  test('records caller and result of KMS calls, without key material', async () => {
    const kms = new KMSClient(aws.as(vault));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: 'EXTERNAL' }));
    await refusal(kms.send(new DescribeKeyCommand({ KeyId: KeyMetadata!.KeyId })));
    const material = randomBytes(32);
    await importMaterial(new KMSClient(aws.as()), KeyMetadata!.KeyId!, material);

    const trail = new CloudTrailClient(aws.as());
    const ofVault = await trail.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'vault' }] }),
    );
    const events = ofVault.Events!;
    expect(events.map((event) => event.EventName)).toEqual(['DescribeKey', 'CreateKey']);
    expect(events[1]).toMatchObject({
      AccessKeyId: 'AKIAVAULT00000000001',
      EventSource: 'kms.amazonaws.com',
      ReadOnly: 'false',
      Resources: [{ ResourceType: 'AWS::KMS::Key', ResourceName: KeyMetadata!.Arn }],
    });
    expect(JSON.parse(events[0]!.CloudTrailEvent!)).toMatchObject({
      errorCode: 'AccessDenied',
      errorMessage: expect.stringContaining('kms:DescribeKey'),
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/vault` },
      awsRegion: region,
    });
    const imports = await trail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ImportKeyMaterial' }],
      }),
    );
    expect(imports.Events).toHaveLength(1);
    expect(JSON.parse(imports.Events![0]!.CloudTrailEvent!).requestParameters).not.toHaveProperty(
      'encryptedKeyMaterial',
    );
  });

  test('is paginated and filters by time', async () => {
    const trail = new CloudTrailClient(aws.as());
    const first = await trail.send(new LookupEventsCommand({ MaxResults: 1 }));
    expect(first.Events).toHaveLength(1);
    const second = await trail.send(new LookupEventsCommand({ MaxResults: 1, NextToken: first.NextToken }));
    expect(second.Events?.[0]?.EventId).not.toBe(first.Events?.[0]?.EventId);
    const future = await trail.send(new LookupEventsCommand({ StartTime: new Date(Date.now() + 60_000) }));
    expect(future.Events).toEqual([]);
    expect((await refusal(new CloudTrailClient(aws.as(vault)).send(new LookupEventsCommand({})))).name).toBe(
      'AccessDeniedException',
    );
  });
});

describe('Secrets Manager', () => {
  const get = (SecretId: string, as?: string) =>
    new SecretsManagerClient(aws.as(as)).send(new GetSecretValueCommand({ SecretId }));

  test('returns a secret by name and by ARN', async () => {
    const secret = await get('vault/aws');
    expect(JSON.parse(secret.SecretString!)).toEqual({
      access_key: 'AKIAVAULT00000000001',
      secret_key: 'vault-secret',
    });
    expect(secret.ARN).toMatch(/^arn:aws:secretsmanager:us-west-2:111122223333:secret:vault\/aws-\w{6}$/);
    expect((await get(secret.ARN!)).SecretString).toBe(secret.SecretString);
    expect((await get('plain')).SecretString).toBe('text');
  });

  test('returns not found, and denies callers without permission', async () => {
    expect(await refusal(get('missing'))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
    expect((await refusal(get('plain', vault))).name).toBe('AccessDeniedException');
  });
});

describe('quotas', () => {
  test('throttle each operation separately, and recover over time', async () => {
    const own = await startAws({ quotas: 1 });
    const kms = new KMSClient(own.as());
    const { KeyId } = await createExternalKey(kms);
    const parameters = (client: KMSClient) =>
      client.send(
        new GetParametersForImportCommand({
          KeyId,
          WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
          WrappingKeySpec: 'RSA_2048',
        }),
      );
    await parameters(kms);
    expect(await refusal(parameters(kms))).toEqual({
      name: 'ThrottlingException',
      message: 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
      status: 400,
    });
    await kms.send(new DescribeKeyCommand({ KeyId }));
    own.advance(1100);
    await parameters(new KMSClient(own.as()));
    await own.close();
  });
});

test('an open AWS has every role that a request names', async () => {
  const own = await startAws();
  const RoleArn = `arn:aws:iam::${account}:role/team/any`;
  const { AssumedRoleUser } = await new STSClient(own.as()).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'check' }),
  );
  expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/any/check`);
  await own.close();
});

test.each([
  [{ 'x-amz-target': 'TrentService.CreateKey' }, '{}', 'CreateKey'],
  [
    { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    'Action=GetRole&Version=2010-05-08',
    'GetRole',
  ],
  [{ 'content-type': 'application/json' }, 'Action=GetRole', null],
  [{}, '', null],
])('the operation of %j %s is %j', (headers, body, operation) => {
  expect(requested('/', new Headers(headers as Record<string, string>), body).operation).toBe(operation);
});
