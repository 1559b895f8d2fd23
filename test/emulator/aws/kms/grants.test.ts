import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  CreateKeyCommand,
  DescribeKeyCommand,
  EncryptCommand,
  KMSClient,
  ListGrantsCommand,
  ListRetirableGrantsCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { account, refusal, startAws, type TestServer } from '../server.ts';

const user = (name: string) => ({
  name,
  access_keys: [{ access_key_id: `AKIA${name.toUpperCase().padEnd(16, '0')}`, secret_access_key: name }],
});
const arn = (name: string) => `arn:aws:iam::${account}:user/${name}`;
const Plaintext = Buffer.from('x');

let aws: TestServer;
let admin: KMSClient;
beforeAll(async () => {
  aws = await startAws({ accounts: [{ id: account, users: [user('worker'), user('owner')] }] });
  admin = new KMSClient(aws.as());
});
afterAll(() => aws.close());

const as = (name: string) => new KMSClient(aws.as(`AKIA${name.toUpperCase().padEnd(16, '0')}:${name}`));

async function granted(more: Partial<CreateGrantCommandInput> = {}) {
  const KeyId = (await admin.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
  const { GrantId, GrantToken } = await admin.send(
    new CreateGrantCommand({ KeyId, GranteePrincipal: arn('worker'), Operations: ['Encrypt'], ...more }),
  );
  return { KeyId, GrantId, GrantToken };
}

test('a grant allows what no policy allows, until it is revoked', async () => {
  const { KeyId, GrantId } = await granted();
  const encrypt = () => as('worker').send(new EncryptCommand({ KeyId, Plaintext }));
  expect((await encrypt()).KeyId).toBe(KeyId);
  expect(await refusal(as('worker').send(new DescribeKeyCommand({ KeyId })))).toMatchObject({
    name: 'AccessDeniedException',
  });
  await admin.send(new RevokeGrantCommand({ KeyId, GrantId }));
  expect(await refusal(encrypt())).toMatchObject({ name: 'AccessDeniedException' });
});

test('an encryption context constraint is enforced', async () => {
  const { KeyId } = await granted({ Constraints: { EncryptionContextSubset: { team: 'a' } } });
  const encrypt = (EncryptionContext: Record<string, string>) =>
    as('worker').send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
  expect((await encrypt({ team: 'a', run: '1' })).KeyId).toBe(KeyId);
  expect(await refusal(encrypt({ team: 'b' }))).toMatchObject({ name: 'AccessDeniedException' });
});

test('grants are listed by key, grantee and retiring principal', async () => {
  const { KeyId, GrantId } = await granted({ RetiringPrincipal: arn('owner'), Name: 'backup' });
  const { Grants, Truncated } = await admin.send(new ListGrantsCommand({ KeyId }));
  expect(Truncated).toBe(false);
  expect(Grants).toEqual([
    {
      KeyId,
      GrantId,
      Name: 'backup',
      CreationDate: expect.any(Date),
      GranteePrincipal: arn('worker'),
      RetiringPrincipal: arn('owner'),
      IssuingAccount: `arn:aws:iam::${account}:root`,
      Operations: ['Encrypt'],
    },
  ]);
  const other = await admin.send(new ListGrantsCommand({ KeyId, GranteePrincipal: arn('owner') }));
  expect(other.Grants).toEqual([]);
  const retirable = await admin.send(new ListRetirableGrantsCommand({ RetiringPrincipal: arn('owner') }));
  expect(retirable.Grants).toMatchObject([{ GrantId }]);
});

test('the retiring principal needs no policy to retire a grant', async () => {
  const { KeyId, GrantToken } = await granted({ RetiringPrincipal: arn('owner') });
  expect(await refusal(as('worker').send(new RetireGrantCommand({ GrantToken })))).toMatchObject({
    name: 'AccessDeniedException',
  });
  await as('owner').send(new RetireGrantCommand({ GrantToken }));
  expect((await admin.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([]);
});

test('the same named grant is created once', async () => {
  const { KeyId, GrantId } = await granted({ Name: 'once' });
  const again = { KeyId, GranteePrincipal: arn('worker'), Operations: ['Encrypt' as const], Name: 'once' };
  expect((await admin.send(new CreateGrantCommand(again))).GrantId).toBe(GrantId);
});

test.each([
  ['a missing principal', { GranteePrincipal: arn('nobody') }, 'InvalidArnException'],
  ['an unknown account', { GranteePrincipal: 'arn:aws:iam::999999999999:root' }, 'InvalidArnException'],
  ['a dry run', { DryRun: true }, 'DryRunOperationException'],
])('%s creates no grant', async (_name, input, name) => {
  expect(await refusal(granted(input))).toMatchObject({ name });
});
