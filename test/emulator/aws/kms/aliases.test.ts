import { randomUUID } from 'node:crypto';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  KMSClient,
  ListAliasesCommand,
  paginateListAliases,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestServer } from '../server.ts';
import { account, createExternalKey, refusal, region, startAws } from '../server.ts';

let aws: TestServer;
let kms: KMSClient;
beforeAll(async () => {
  aws = await startAws();
  kms = new KMSClient(aws.as());
});
afterAll(() => aws.close());

const newName = () => `alias/hashicorp/${randomUUID()}-1700000000`;
const arnOf = (alias: string) => `arn:aws:kms:${region}:${account}:${alias}`;
const createAlias = (AliasName: string, TargetKeyId?: string) =>
  kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));

test('an alias refers to its key, and can be moved', async () => {
  const [first, second] = [await createExternalKey(kms), await createExternalKey(kms)];
  const alias = newName();
  await createAlias(alias, first.KeyId);
  const describeAlias = async (KeyId: string) =>
    (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
  expect((await describeAlias(alias))?.Arn).toBe(first.Arn);
  await kms.send(new UpdateAliasCommand({ AliasName: alias, TargetKeyId: second.Arn }));
  expect((await describeAlias(arnOf(alias)))?.Arn).toBe(second.Arn);
  await kms.send(new DeleteAliasCommand({ AliasName: alias }));
  expect(await refusal(describeAlias(alias))).toEqual({
    name: 'NotFoundException',
    message: `Alias ${arnOf(alias)} is not found.`,
    status: 400,
  });
});

describe('ListAliases', () => {
  test("comes in pages that together hold every alias once, AWS's own too", async () => {
    const { KeyId } = await createExternalKey(kms);
    const names = Array.from({ length: 45 }, newName);
    for (const name of names) await createAlias(name, KeyId);
    const pages = [];
    for await (const page of paginateListAliases({ client: kms, pageSize: 20 }, {})) pages.push(page);
    expect(pages.length).toBeGreaterThanOrEqual(3);
    expect(pages.map((page) => page.Truncated)).toEqual([...pages.slice(1).map(() => true), false]);
    const all = pages.flatMap((page) => page.Aliases ?? []);
    expect(new Set(all.map((alias) => alias.AliasName)).size).toBe(all.length);
    expect(all.map((alias) => alias.AliasName)).toEqual(expect.arrayContaining([...names, 'alias/aws/s3']));
    expect(all.find((alias) => alias.AliasName === 'alias/aws/s3')?.TargetKeyId).toBeUndefined();
    const ofKey = await kms.send(new ListAliasesCommand({ KeyId, Limit: 100 }));
    expect(ofKey.Aliases?.map((alias) => alias.AliasName).sort()).toEqual([...names].sort());
    expect(ofKey.Aliases?.[0]).toMatchObject({
      TargetKeyId: KeyId,
      AliasArn: arnOf(ofKey.Aliases![0]!.AliasName!),
    });
  });

  test('returns 50 by default, and rejects a limit out of range', async () => {
    expect((await kms.send(new ListAliasesCommand({}))).Aliases).toHaveLength(50);
    expect(await refusal(kms.send(new ListAliasesCommand({ Limit: 101 })))).toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
    });
    expect((await refusal(kms.send(new ListAliasesCommand({ Marker: 'nonsense' })))).name).toBe(
      'InvalidMarkerException',
    );
  });

  test('lists only its own region', async () => {
    const elsewhere = new KMSClient(aws.as(undefined, 'eu-west-1'));
    const { Aliases } = await elsewhere.send(new ListAliasesCommand({ Limit: 100 }));
    expect(Aliases!.every((alias) => alias.AliasName!.startsWith('alias/aws/'))).toBe(true);
  });
});

describe('an alias is rejected', () => {
  test('when its name is taken', async () => {
    const { KeyId } = await createExternalKey(kms);
    const alias = newName();
    await createAlias(alias, KeyId);
    expect(await refusal(createAlias(alias, KeyId))).toMatchObject({
      name: 'AlreadyExistsException',
      message: `An alias with the name ${arnOf(alias)} already exists`,
    });
  });

  test.each([
    ['alias/aws/mine', 'NotAuthorizedException'],
    ['mine', 'ValidationException'],
    ['alias/mine!', 'ValidationException'],
    ['alias/', 'ValidationException'],
  ])('by the name %s', async (name, expected) => {
    const { KeyId } = await createExternalKey(kms);
    expect((await refusal(createAlias(name, KeyId))).name).toBe(expected);
  });

  test('for an alias as its key, a missing key, or a key pending deletion', async () => {
    const { KeyId, Arn } = await createExternalKey(kms);
    await createAlias(newName(), KeyId);
    expect(await refusal(createAlias(newName(), 'alias/other'))).toMatchObject({
      name: 'ValidationException',
      message: 'Aliases must refer to keys. Not aliases',
    });
    const missing = randomUUID();
    expect(await refusal(createAlias(newName(), missing))).toMatchObject({
      name: 'NotFoundException',
      message: `Key '${arnOf(`key/${missing}`)}' does not exist`,
    });
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect(await refusal(createAlias(newName(), KeyId))).toMatchObject({
      name: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    });
  });
});
