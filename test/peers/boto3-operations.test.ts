import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentedOperations } from '../support/documented-operations.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { peer } from './peer.ts';

const python = peer('boto3');
const account = '111122223333';
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

let emulator: Emulator;
beforeAll(async () => {
  const tags = { team: 'a' };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
  };
  const accounts = [
    {
      id: account,
      organization_administrator: true,
      scps: { all: everything },
      users: [{ name: 'worker', tags }],
      roles: [{ name: 'worker', tags, trust, policies: { all: everything } }],
      secrets: [{ name: 'tour', region: 'us-west-2', value: 'text' }],
    },
  ];
  emulator = await startEmulator({ config: { accounts } });
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
      policies: [['default'], true],
      rotations: 1,
      state: ['PendingImport', 'Disabled', 'Enabled', 'PendingDeletion', 'Disabled'],
      alias: [true],
      keys: true,
      data_key: true,
      public_key: 'ECC_NIST_P256',
      caller: `arn:aws:iam::${account}:user/admin`,
      assumed: `arn:aws:sts::${account}:assumed-role/worker/tour`,
      identities: [`arn:aws:iam::${account}:user/worker`, `arn:aws:iam::${account}:role/worker`],
      role_tags: [{ Key: 'team', Value: 'a' }],
      simulated: 'allowed',
      events: ['ReEncrypt'],
      secret: 'text',
    });
    const documented = documentedOperations();
    expect(documented.length).toBeGreaterThan(50);
    const called = (await emulator.requests()).map(({ operation }) => operation);
    expect(documented.filter((operation) => !called.includes(operation))).toEqual([]);
  });
});
