import {
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DescribeKeyCommand,
  KMSClient,
  ListAliasesCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestServer } from './server.ts';
import { account, refusal, startAws } from './server.ts';

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[] = '*', rest: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...rest,
});
const deny = (Action: string | string[], Resource = '*', rest: object = {}) => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...rest,
});
const grant = (AWS: string | string[], Action: string | string[] = 'kms:*') => ({
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource: '*',
});

const central = '444455556666';
const userArn = (name: string) => `arn:aws:iam::${account}:user/${name}`;
const keyId = (name: string) => ({
  access_key_id: `AKIA${name.toUpperCase().padEnd(16, '0')}`,
  secret_access_key: name,
});
const user = (name: string, policies: object = {}, boundary: object | null = null) => ({
  name,
  access_keys: [keyId(name)],
  policies,
  boundary,
});

const accounts = [
  {
    id: account,
    users: [
      user('nothing'),
      user('everything', { all: policy(allow('*')) }),
      user('denied', { all: policy(allow('kms:*')), no: policy(deny('kms:DescribeKey')) }),
      user('bounded', { all: policy(allow('kms:*')) }, policy(allow('kms:ListAliases'))),
      user('inverse', { most: policy({ Effect: 'Allow', NotAction: 'kms:Describe*', Resource: '*' }) }),
      user('creator', {
        create: policy(
          allow('kms:CreateKey', '*', { Condition: { StringEquals: { 'kms:KeyOrigin': 'EXTERNAL' } } }),
        ),
      }),
      user('alias', {
        alias: policy(allow('kms:CreateAlias', `arn:aws:kms:*:${account}:alias/hashicorp/*`)),
      }),
      user('key', { key: policy(allow('kms:CreateAlias', `arn:aws:kms:*:${account}:key/*`)) }),
      user('both', {
        both: policy(
          allow('kms:CreateAlias', [
            `arn:aws:kms:*:${account}:alias/hashicorp/*`,
            `arn:aws:kms:*:${account}:key/*`,
          ]),
        ),
      }),
      user('rotator', {
        all: policy(
          allow('kms:*'),
          deny('kms:DescribeKey', '*', { Condition: { StringLike: { 'kms:ReplicaRegion': '*' } } }),
          deny('kms:*', '*', { Condition: { StringLike: { 'kms:PrimaryRegion': '*' } } }),
          deny('kms:ListAliases', '*', { Condition: { StringLike: { 'kms:CallerAccount': '*' } } }),
        ),
      }),
      user('regional', {
        all: policy(allow('kms:DescribeKey', 'arn:aws:kms:${aws:RequestedRegion}:*:key/*')),
      }),
      user('tagged', {
        tagged: policy(
          allow('kms:DescribeKey', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'x' } } }),
        ),
      }),
    ],
    roles: [
      {
        name: 'reader',
        path: '/team/x/',
        trust: policy({ ...grant(account), Resource: undefined, Action: 'sts:AssumeRole' }),
      },
    ],
  },
  {
    id: central,
    scps: { guard: policy(allow('*'), deny('kms:ListAliases')) },
    users: [user('central', { all: policy(allow('*')) })],
  },
];

let aws: TestServer;
let admin: KMSClient;
beforeAll(async () => {
  aws = await startAws({ accounts: JSON.parse(JSON.stringify(accounts)) });
  admin = new KMSClient(aws.as());
});
afterAll(() => aws.close());

const as = (name: string) => {
  const { access_key_id, secret_access_key } = keyId(name);
  return new KMSClient(aws.as(`${access_key_id}:${secret_access_key}`));
};
const newKey = async (input: CreateKeyCommandInput = {}) =>
  (await admin.send(new CreateKeyCommand(input))).KeyMetadata!.Arn!;
const describeKey = (name: string, KeyId: string) => as(name).send(new DescribeKeyCommand({ KeyId }));
const sentence = (who: string, action: string, resource: string, reason: string) =>
  `User: ${who} is not authorized to perform: kms:${action}${resource === '' ? '' : ` on resource: ${resource}`} ${reason}`;

describe('an identity policy', () => {
  test('that allows nothing', async () => {
    const key = await newKey();
    expect(await refusal(describeKey('nothing', key))).toEqual({
      name: 'AccessDeniedException',
      message: sentence(
        userArn('nothing'),
        'DescribeKey',
        key,
        'because no identity-based policy allows the kms:DescribeKey action',
      ),
      status: 400,
    });
    expect((await refusal(as('nothing').send(new ListAliasesCommand({})))).message).toBe(
      sentence(
        userArn('nothing'),
        'ListAliases',
        '*',
        'because no identity-based policy allows the kms:ListAliases action',
      ),
    );
  });

  test('whose denial wins', async () => {
    const key = await newKey();
    expect((await refusal(describeKey('denied', key))).message).toBe(
      sentence(userArn('denied'), 'DescribeKey', key, 'with an explicit deny in an identity-based policy'),
    );
  });

  test('that allows all actions except some', async () => {
    const key = await newKey();
    await as('inverse').send(new ListAliasesCommand({}));
    expect((await refusal(describeKey('inverse', key))).message).toMatch(
      /because no identity-based policy allows/,
    );
  });

  test('with a condition on what is created', async () => {
    await as('creator').send(new CreateKeyCommand({ Origin: 'EXTERNAL' }));
    expect((await refusal(as('creator').send(new CreateKeyCommand({})))).message).toBe(
      sentence(
        userArn('creator'),
        'CreateKey',
        '*',
        'because no identity-based policy allows the kms:CreateKey action',
      ),
    );
  });

  test('with a condition key that the action does not support', async () => {
    const key = await newKey({ MultiRegion: true });
    expect((await describeKey('rotator', key)).KeyMetadata?.Arn).toBe(key);
    expect((await as('rotator').send(new ListAliasesCommand({}))).Aliases).toBeDefined();
  });

  test('with a policy variable before the fifth colon of a resource', async () => {
    const key = await newKey();
    expect(await refusal(describeKey('regional', key))).toMatchObject({ name: 'AccessDeniedException' });
  });

  test('without kms:TagResource', async () => {
    const tagged = new CreateKeyCommand({ Origin: 'EXTERNAL', Tags: [{ TagKey: 'a', TagValue: 'b' }] });
    expect((await refusal(as('creator').send(tagged))).message).toBe(
      sentence(
        userArn('creator'),
        'TagResource',
        '',
        'because no identity-based policy allows the kms:TagResource action',
      ),
    );
  });

  test('with a condition on the tags of a key', async () => {
    await describeKey('tagged', await newKey({ Tags: [{ TagKey: 'team', TagValue: 'x' }] }));
    expect((await refusal(describeKey('tagged', await newKey()))).name).toBe('AccessDeniedException');
  });

  test('must allow an alias and its key', async () => {
    const key = await newKey();
    const create = (name: string) =>
      as(name).send(new CreateAliasCommand({ AliasName: `alias/hashicorp/${name}`, TargetKeyId: key }));
    expect((await refusal(create('alias'))).message).toContain(
      `on resource: ${key} because no identity-based policy`,
    );
    expect((await refusal(create('key'))).message).toContain(
      ':alias/hashicorp/key because no identity-based policy',
    );
    await create('both');
  });
});

test('a permissions boundary', async () => {
  const key = await newKey();
  await as('bounded').send(new ListAliasesCommand({}));
  expect((await refusal(describeKey('bounded', key))).message).toBe(
    sentence(
      userArn('bounded'),
      'DescribeKey',
      key,
      'because no permissions boundary allows the kms:DescribeKey action',
    ),
  );
});

test('a service control policy', async () => {
  expect((await refusal(as('central').send(new ListAliasesCommand({})))).message).toBe(
    sentence(
      `arn:aws:iam::${central}:user/central`,
      'ListAliases',
      '*',
      'with an explicit deny in a service control policy',
    ),
  );
});

describe('a key policy', () => {
  const admins = `arn:aws:iam::${account}:user/admin`;

  test('that does not delegate to the account', async () => {
    const key = await newKey({ Policy: JSON.stringify(policy(grant(admins))) });
    expect((await refusal(describeKey('everything', key))).message).toBe(
      sentence(
        userArn('everything'),
        'DescribeKey',
        key,
        'because no resource-based policy allows the kms:DescribeKey action',
      ),
    );
  });

  test('that names a user is sufficient, even without the boundary', async () => {
    const named = [userArn('nothing'), userArn('bounded')];
    const key = await newKey({
      Policy: JSON.stringify(policy(grant(admins), grant(named, 'kms:DescribeKey'))),
    });
    await describeKey('nothing', key);
    await describeKey('bounded', key);
  });

  test('that denies', async () => {
    const statements = [
      grant(account),
      { ...grant(userArn('everything'), 'kms:DescribeKey'), Effect: 'Deny' },
    ];
    const key = await newKey({ Policy: JSON.stringify(policy(...statements)) });
    expect((await refusal(describeKey('everything', key))).message).toBe(
      sentence(userArn('everything'), 'DescribeKey', key, 'with an explicit deny in a resource-based policy'),
    );
  });

  test('that names a role allows its sessions', async () => {
    const role = `arn:aws:iam::${account}:role/team/x/reader`;
    const key = await newKey({
      Policy: JSON.stringify(policy(grant(admins), grant(role, 'kms:DescribeKey'))),
    });
    const { Credentials } = await new STSClient(aws.as()).send(
      new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'check' }),
    );
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    };
    await new KMSClient({ ...aws.as(), credentials }).send(new DescribeKeyCommand({ KeyId: key }));
  });

  test('that would lock the caller out is rejected', async () => {
    const lockout = JSON.stringify(policy(grant(userArn('nothing'))));
    expect(await refusal(newKey({ Policy: lockout }))).toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: 'The new key policy will not allow you to update the key policy in the future.',
    });
    const key = await newKey({ Policy: lockout, BypassPolicyLockoutSafetyCheck: true });
    expect((await refusal(describeKey('everything', key))).name).toBe('AccessDeniedException');
    const broken = new PutKeyPolicyCommand({ KeyId: await newKey(), Policy: '{"Version": "2012-10-17"}' });
    expect((await refusal(admin.send(broken))).name).toBe('MalformedPolicyDocumentException');
  });
});

describe('from another account', () => {
  const opaque =
    'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

  test('a key that does not allow it looks like a missing one', async () => {
    const key = await newKey();
    const missing = key.replace(/[^/]*$/, '11111111-2222-3333-4444-555555555555');
    for (const one of [key, missing]) {
      expect((await refusal(describeKey('central', one))).message).toBe(
        sentence(`arn:aws:iam::${central}:user/central`, 'DescribeKey', one, opaque),
      );
    }
  });

  test('a key that allows it can be described', async () => {
    const statements = [grant(account), grant(`arn:aws:iam::${central}:root`, 'kms:DescribeKey')];
    const key = await newKey({ Policy: JSON.stringify(policy(...statements)) });
    expect((await describeKey('central', key)).KeyMetadata?.AWSAccountId).toBe(account);
  });
});
