import { DescribeKeyCommand, KMSClient, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestServer } from './server.ts';
import { account, createExternalKey, refusal, startAws } from './server.ts';

const allow = (Action: string | string[], Resource = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
const trusts = (AWS: string, Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...(Condition ? { Condition } : {}) },
  ],
});
const verifier = 'AKIAVERIFIER00000001:verifier-secret';
const stranger = 'AKIASTRANGER00000001:stranger-secret';
const accounts = [
  {
    id: account,
    users: [
      {
        name: 'verifier',
        path: '/team/x/',
        access_keys: [{ access_key_id: 'AKIAVERIFIER00000001', secret_access_key: 'verifier-secret' }],
        policies: { assume: allow('sts:AssumeRole') },
      },
    ],
    roles: [
      {
        name: 'reader',
        path: '/team/x/',
        trust: trusts(`arn:aws:iam::${account}:root`, {
          StringEquals: { 'sts:ExternalId': 'secret-handshake' },
        }),
        policies: { read: allow(['kms:ListKeys', 'kms:ListAliases', 'kms:DescribeKey']) },
      },
      { name: 'closed', trust: trusts('arn:aws:iam::999999999999:root') },
    ],
  },
  {
    id: '444455556666',
    users: [
      {
        name: 'stranger',
        access_keys: [{ access_key_id: 'AKIASTRANGER00000001', secret_access_key: 'stranger-secret' }],
        policies: { all: allow('*') },
      },
    ],
  },
];

let aws: TestServer;
beforeAll(async () => {
  aws = await startAws({ accounts });
});
afterAll(() => aws.close());

const readerArn = `arn:aws:iam::${account}:role/team/x/reader`;
const assume = (as: string | undefined, input: Partial<AssumeRoleCommandInput> = {}) =>
  new STSClient(aws.as(as)).send(
    new AssumeRoleCommand({
      RoleArn: readerArn,
      RoleSessionName: 'check',
      ExternalId: 'secret-handshake',
      ...input,
    }),
  );
const sessionOf = async (input: Partial<AssumeRoleCommandInput> = {}) => {
  const { Credentials } = await assume(verifier, input);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
};

describe('GetCallerIdentity', () => {
  test('returns a user with its path', async () => {
    const identity = await new STSClient(aws.as(verifier)).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: account, Arn: `arn:aws:iam::${account}:user/team/x/verifier` });
    expect(identity.UserId).toMatch(/^AIDA[A-Z2-7]{16}$/);
  });

  test('returns a session without the path of its role', async () => {
    const credentials = await sessionOf();
    const identity = await new STSClient({ ...aws.as(), credentials }).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${account}:assumed-role/reader/check`);
    expect(identity.UserId).toMatch(/^AROA[A-Z2-7]{16}:check$/);
  });
});

describe('AssumeRole', () => {
  test('issues credentials with the permissions of the role', async () => {
    const answer = await assume(verifier, { DurationSeconds: 900 });
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/reader/check`);
    const seconds = (answer.Credentials!.Expiration!.getTime() - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(890);
    expect(seconds).toBeLessThanOrEqual(900);
    const kms = new KMSClient({ ...aws.as(), credentials: await sessionOf() });
    await kms.send(new ListKeysCommand({}));
    expect((await refusal(createExternalKey(kms))).message).toBe(
      `User: arn:aws:sts::${account}:assumed-role/reader/check is not authorized to perform: kms:CreateKey on resource: * because no identity-based policy allows the kms:CreateKey action`,
    );
  });

  test('is denied without the external id', async () => {
    expect(await refusal(assume(verifier, { ExternalId: 'wrong' }))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
      message: `User: arn:aws:iam::${account}:user/team/x/verifier is not authorized to perform: sts:AssumeRole on resource: ${readerArn} because no role trust policy allows the sts:AssumeRole action`,
    });
  });

  test.each([
    ['a role that trusts somebody else', verifier, `arn:aws:iam::${account}:role/closed`],
    ['a role that does not exist', verifier, `arn:aws:iam::${account}:role/missing`],
    ['a role by the wrong path', verifier, `arn:aws:iam::${account}:role/reader`],
    ['a role of another account', stranger, readerArn],
    ['a user', undefined, `arn:aws:iam::${account}:user/team/x/verifier`],
  ])('is refused for %s', async (_, as, RoleArn) => {
    expect(await refusal(assume(as, { RoleArn }))).toMatchObject({ name: 'AccessDenied', status: 403 });
  });

  test('restricts the role by a session policy', async () => {
    const credentials = await sessionOf({ Policy: JSON.stringify(allow('kms:ListAliases')) });
    const kms = new KMSClient({ ...aws.as(), credentials });
    await kms.send(new ListAliasesCommand({}));
    expect((await refusal(kms.send(new ListKeysCommand({})))).message).toMatch(
      /because no session policy allows the kms:ListKeys action$/,
    );
  });

  test('lists every invalid member of the input', async () => {
    expect(await refusal(assume(verifier, { RoleSessionName: 'a b', DurationSeconds: 1 }))).toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/^2 validation errors detected: .*'roleSessionName'.*'durationSeconds'/),
    });
  });
});

describe('a session', () => {
  test('needs its token', async () => {
    const { sessionToken: _, ...bare } = await sessionOf();
    const other = { ...bare, sessionToken: 'another' };
    for (const credentials of [bare, other]) {
      const error = await refusal(new KMSClient({ ...aws.as(), credentials }).send(new ListKeysCommand({})));
      expect(error).toMatchObject({ name: 'UnrecognizedClientException', status: 400 });
    }
  });

  test('ends', async () => {
    const own = await startAws();
    const { Credentials } = await new STSClient(own.as()).send(
      new AssumeRoleCommand({ RoleArn: readerArn, RoleSessionName: 'check' }),
    );
    own.advance(3601 * 1000);
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
    const kms = new KMSClient({ ...own.as(), credentials });
    expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId: 'x' })))).toMatchObject({
      name: 'ExpiredTokenException',
      status: 400,
    });
    const sts = new STSClient({ ...own.as(), credentials });
    expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
      name: expect.stringMatching(/^ExpiredToken/),
      status: 403,
    });
    await own.close();
  });
});
