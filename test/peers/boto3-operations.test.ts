import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { peer } from './peer.ts';

const python = peer('boto3');
const account = '111122223333';
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

let emulator: Emulator;
beforeAll(async () => {
  const users = [{ name: 'worker', tags: { team: 'a' } }];
  emulator = await startEmulator({
    config: {
      accounts: [{ id: account, organization_administrator: true, scps: { all: everything }, users }],
    },
  });
});
afterAll(() => emulator.stop());

(python ? describe : describe.skip)('boto3', () => {
  test('calls the operations that docs/emulator.md lists', async () => {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: emulator.awsEndpoint,
      AWS_ACCESS_KEY_ID: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
      AWS_REGION: 'us-west-2',
      AWS_DEFAULT_REGION: 'us-west-2',
    };
    const script = ['test/peers/boto3_operations.py', `arn:aws:iam::${account}:user/worker`, 'worker'];
    const { stdout } = await promisify(execFile)(python!, script, { env });
    expect(JSON.parse(stdout)).toEqual({
      tags: [{ TagKey: 'team', TagValue: 'a' }],
      re_encrypt: 'x',
      usage: 'ReEncrypt',
      grants: [['Decrypt']],
      retirable: 1,
      rotation: true,
      pair: ['KeyId', 'KeyMaterialId'],
      random: 16,
      mac: true,
      digest: true,
      primary: 'REPLICA',
      region: 'ValidationException',
      policy: 'MalformedPolicyDocumentException',
      public: ['FAIL', 0],
      findings: ['INVALID_ACTION'],
      user_tags: [{ Key: 'team', Value: 'a' }],
      scp: '2012-10-17',
      session: true,
    });
  });
});
