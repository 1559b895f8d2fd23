import {
  CreateKeyCommand,
  DecryptCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyLastUsageCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultTracking } from '../../../../emulator/aws/kms/last-usage.ts';
import { account, refusal, startAws, type TestServer } from '../server.ts';

const hour = 3600 * 1000;
const day = 24 * hour;
const Plaintext = Buffer.from('attack at dawn');

async function newKey(kms: KMSClient): Promise<string> {
  return (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
}

describe('GetKeyLastUsage', () => {
  let aws: TestServer;
  beforeAll(async () => {
    aws = await startAws();
  });
  afterAll(() => aws.close());
  const client = () => new KMSClient(aws.as());

  test('a key without a use has an empty record since its creation', async () => {
    const KeyId = await newKey(client());
    const usage = await client().send(new GetKeyLastUsageCommand({ KeyId }));
    expect(usage.KeyLastUsage).toEqual({});
    expect(usage.TrackingStartDate).toEqual(usage.KeyCreationDate);
  });

  test('records the last successful cryptographic operation', async () => {
    const KeyId = await newKey(client());
    const { CiphertextBlob } = await client().send(new EncryptCommand({ KeyId, Plaintext }));
    const operation = async () =>
      (await client().send(new GetKeyLastUsageCommand({ KeyId }))).KeyLastUsage?.Operation;
    expect(await operation()).toBe('Encrypt');
    await client().send(new DecryptCommand({ CiphertextBlob }));
    expect(await operation()).toBe('Decrypt');
    await client().send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
    expect(await operation()).toBe('GenerateDataKey');
  });

  test('ignores failed operations, dry runs and management operations', async () => {
    const KeyId = await newKey(client());
    await refusal(client().send(new EncryptCommand({ KeyId, Plaintext, DryRun: true })));
    await client().send(new DisableKeyCommand({ KeyId }));
    await refusal(client().send(new EncryptCommand({ KeyId, Plaintext })));
    expect((await client().send(new GetKeyLastUsageCommand({ KeyId }))).KeyLastUsage).toEqual({});
  });
});

test('with a delay, a use is recorded later', async () => {
  const aws = await startAws({ tracking: { ...defaultTracking, delay: hour } });
  const client = () => new KMSClient(aws.as());
  const KeyId = await newKey(client());
  await client().send(new EncryptCommand({ KeyId, Plaintext }));
  expect((await client().send(new GetKeyLastUsageCommand({ KeyId }))).KeyLastUsage).toEqual({});
  aws.advance(hour);
  await client().send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
  expect((await client().send(new GetKeyLastUsageCommand({ KeyId }))).KeyLastUsage?.Operation).toBe(
    'Encrypt',
  );
  await aws.close();
});

test('for a key from before tracking began, the record starts there', async () => {
  const start = new Date(Date.now() + day);
  const aws = await startAws({ tracking: { delay: 0, start } });
  const KeyId = await newKey(new KMSClient(aws.as()));
  const { TrackingStartDate } = await new KMSClient(aws.as()).send(new GetKeyLastUsageCommand({ KeyId }));
  expect(TrackingStartDate!.getTime()).toBe(Math.floor(start.getTime()));
  await aws.close();
});

test('kms:TrailingDaysWithoutKeyUsage protects keys in use, and is on two actions only', async () => {
  const Condition = { NumericLessThanEquals: { 'kms:TrailingDaysWithoutKeyUsage': '30' } };
  const accounts = [
    {
      id: account,
      users: [
        {
          name: 'vault',
          access_keys: [{ access_key_id: 'AKIAVAULT00000000000', secret_access_key: 'vault' }],
          policies: {
            all: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: 'kms:*', Resource: '*' },
                { Effect: 'Deny', Action: 'kms:*', Resource: '*', Condition },
              ],
            },
          },
        },
      ],
    },
  ];
  const aws = await startAws({ accounts });
  const vault = () => new KMSClient(aws.as('AKIAVAULT00000000000:vault'));
  const KeyId = await newKey(vault());
  await vault().send(new EncryptCommand({ KeyId, Plaintext }));
  const denied = { name: 'AccessDeniedException' };
  expect(await refusal(vault().send(new DisableKeyCommand({ KeyId })))).toMatchObject(denied);
  expect(await refusal(vault().send(new ScheduleKeyDeletionCommand({ KeyId })))).toMatchObject(denied);
  aws.advance(31 * day);
  await vault().send(new ScheduleKeyDeletionCommand({ KeyId }));
  await aws.close();
});
