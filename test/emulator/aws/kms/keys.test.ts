import { randomBytes, randomUUID } from 'node:crypto';
import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  ImportKeyMaterialCommand,
  KMSClient,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestServer } from '../server.ts';
import { account, createExternalKey, importMaterial, refusal, region, startAws } from '../server.ts';

const day = 24 * 60 * 60 * 1000;

let aws: TestServer;
let kms: KMSClient;
beforeAll(async () => {
  aws = await startAws();
  kms = new KMSClient(aws.as());
});
afterAll(() => aws.close());

const stateOf = async (KeyId: string, client = kms) =>
  (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

/** A new key in each state. */
const inState = {
  Enabled: async () => {
    const { KeyId } = await createExternalKey(kms);
    await importMaterial(kms, KeyId!, randomBytes(32));
    return KeyId!;
  },
  Disabled: async () => {
    const KeyId = await inState.Enabled();
    await kms.send(new DisableKeyCommand({ KeyId }));
    return KeyId;
  },
  PendingImport: async () => (await createExternalKey(kms)).KeyId!,
  PendingDeletion: async () => {
    const KeyId = await inState.Enabled();
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    return KeyId;
  },
};
type State = keyof typeof inState;

const parameters = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const;
const calls = {
  DescribeKey: (KeyId: string) => kms.send(new DescribeKeyCommand({ KeyId })),
  GetKeyPolicy: (KeyId: string) => kms.send(new GetKeyPolicyCommand({ KeyId })),
  ListResourceTags: (KeyId: string) => kms.send(new ListResourceTagsCommand({ KeyId })),
  ListKeyRotations: (KeyId: string) => kms.send(new ListKeyRotationsCommand({ KeyId })),
  EnableKey: (KeyId: string) => kms.send(new EnableKeyCommand({ KeyId })),
  DisableKey: (KeyId: string) => kms.send(new DisableKeyCommand({ KeyId })),
  Encrypt: (KeyId: string) => kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') })),
  TagResource: (KeyId: string) =>
    kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] })),
  UntagResource: (KeyId: string) => kms.send(new UntagResourceCommand({ KeyId, TagKeys: ['a'] })),
  GetParametersForImport: (KeyId: string) =>
    kms.send(new GetParametersForImportCommand({ KeyId, ...parameters })),
  ScheduleKeyDeletion: (KeyId: string) => kms.send(new ScheduleKeyDeletionCommand({ KeyId })),
  CancelKeyDeletion: (KeyId: string) => kms.send(new CancelKeyDeletionCommand({ KeyId })),
  GetPublicKey: (KeyId: string) => kms.send(new GetPublicKeyCommand({ KeyId })),
};

/** What each state refuses; what is not here succeeds. https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
const invalid = 'KMSInvalidStateException';
const refusals: Record<State, Partial<Record<keyof typeof calls, [string, string]>>> = {
  Enabled: {
    CancelKeyDeletion: [invalid, 'is not pending deletion.'],
    GetPublicKey: ['UnsupportedOperationException', ''],
  },
  Disabled: {
    CancelKeyDeletion: [invalid, 'is not pending deletion.'],
    Encrypt: ['DisabledException', 'is disabled.'],
    GetPublicKey: ['UnsupportedOperationException', ''],
  },
  PendingImport: {
    CancelKeyDeletion: [invalid, 'is not pending deletion.'],
    EnableKey: [invalid, 'is pending import.'],
    DisableKey: [invalid, 'is pending import.'],
    Encrypt: [invalid, 'is pending import.'],
    GetPublicKey: ['UnsupportedOperationException', ''],
  },
  PendingDeletion: {
    EnableKey: [invalid, 'is pending deletion.'],
    DisableKey: [invalid, 'is pending deletion.'],
    Encrypt: [invalid, 'is pending deletion.'],
    TagResource: [invalid, 'is pending deletion.'],
    UntagResource: [invalid, 'is pending deletion.'],
    GetParametersForImport: [invalid, 'is pending deletion.'],
    ScheduleKeyDeletion: [invalid, 'is pending deletion.'],
    GetPublicKey: ['UnsupportedOperationException', ''],
  },
};

describe.each(Object.keys(inState) as State[])('a key that is %s', (state) => {
  test.each(Object.keys(calls) as (keyof typeof calls)[])('%s', async (call) => {
    const KeyId = await inState[state]();
    expect(await stateOf(KeyId)).toBe(state);
    const expected = refusals[state][call];
    if (expected === undefined) {
      await calls[call](KeyId);
      return;
    }
    const error = await refusal(calls[call](KeyId));
    expect(error.name).toBe(expected[0]);
    if (expected[1] !== '')
      expect(error.message).toBe(`arn:aws:kms:${region}:${account}:key/${KeyId} ${expected[1]}`);
  });
});

describe('deletion', () => {
  test('can be cancelled, which leaves the key disabled', async () => {
    const KeyId = await inState.Enabled();
    const answer = await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 10 }));
    expect(answer).toMatchObject({ KeyState: 'PendingDeletion', PendingWindowInDays: 10 });
    expect(Math.round((answer.DeletionDate!.getTime() - Date.now()) / day)).toBe(10);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata?.DeletionDate?.getTime()).toBe(answer.DeletionDate?.getTime());
    await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    expect(await stateOf(KeyId)).toBe('Disabled');
  });

  test.each([6, 31])('rejects a window of %d days', async (PendingWindowInDays) => {
    const KeyId = await inState.Enabled();
    const error = await refusal(kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays })));
    expect(error.name).toBe('ValidationException');
  });

  test('deletes the key after the waiting period', async () => {
    const own = await startAws();
    const client = new KMSClient(own.as());
    const { KeyId } = await createExternalKey(client);
    await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    own.advance(7 * day + 1000);
    const later = new KMSClient(own.as());
    expect((await refusal(stateOf(KeyId!, later))).name).toBe('NotFoundException');
    expect((await later.send(new ListKeysCommand({}))).Keys).toEqual([]);
    await own.close();
  });
});

describe('missing objects', () => {
  test.each([
    ['a key', randomUUID(), /^Key 'arn:aws:kms:us-west-2:111122223333:key\/.*' does not exist$/],
    ['an alias', 'alias/none', /^Alias arn:aws:kms:us-west-2:111122223333:alias\/none is not found\.$/],
    ['a malformed id', 'not-a-key', /^Invalid keyId not-a-key$/],
    ['another region', `arn:aws:kms:eu-west-1:${account}:key/${randomUUID()}`, /^Invalid arn eu-west-1$/],
  ])('%s', async (_, KeyId, message) => {
    expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId })))).toEqual({
      name: 'NotFoundException',
      message: expect.stringMatching(message),
      status: 400,
    });
  });
});

describe('tags', () => {
  test('are stored, replaced and removed', async () => {
    const { KeyId } = await createExternalKey(kms, { Tags: [{ TagKey: 'vault', TagValue: 'a' }] });
    const tag = (TagKey: string, TagValue: string) =>
      kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey, TagValue }] }));
    await tag('vault', 'b');
    await tag('team', 'x');
    const list = async () => (await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags;
    expect(await list()).toEqual([
      { TagKey: 'team', TagValue: 'x' },
      { TagKey: 'vault', TagValue: 'b' },
    ]);
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ['team', 'never there'] }));
    expect(await list()).toHaveLength(1);
    expect((await refusal(tag('aws:own', 'x'))).name).toBe('TagException');
  });
});

describe('the history of the material', () => {
  test('lists rotated material', async () => {
    const KeyId = await inState.Enabled();
    await importMaterial(kms, KeyId, randomBytes(32), {
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      ImportType: 'NEW_KEY_MATERIAL',
      KeyMaterialDescription: 'second',
    });
    const before = (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.CurrentKeyMaterialId;
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    const after = (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.CurrentKeyMaterialId;
    expect(after).not.toBe(before);
    const all = await kms.send(
      new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }),
    );
    expect(all.Rotations).toMatchObject([
      { KeyMaterialId: before, KeyMaterialState: 'NON_CURRENT', ImportState: 'IMPORTED' },
      {
        KeyMaterialId: after,
        KeyMaterialState: 'CURRENT',
        KeyMaterialDescription: 'second',
        RotationType: 'ON_DEMAND',
      },
    ]);
    expect((await kms.send(new ListKeyRotationsCommand({ KeyId }))).Rotations).toHaveLength(1);
    expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(false);
  });

  test('cannot rotate before an import', async () => {
    const KeyId = await inState.Enabled();
    expect((await refusal(kms.send(new RotateKeyOnDemandCommand({ KeyId })))).name).toBe(invalid);
  });
});

describe('a multi-Region key', () => {
  test('has replicas that need an import of the same material', async () => {
    const { KeyId, Arn } = await createExternalKey(kms, { MultiRegion: true });
    expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
    const material = randomBytes(32);
    const { KeyMaterialId } = await importMaterial(kms, KeyId!, material);
    const replicate = () => kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    const { ReplicaKeyMetadata } = await replicate();
    const replicaArn = `arn:aws:kms:eu-west-1:${account}:key/${KeyId}`;
    const configuration = {
      PrimaryKey: { Arn, Region: region },
      ReplicaKeys: [{ Arn: replicaArn, Region: 'eu-west-1' }],
    };
    expect(ReplicaKeyMetadata).toMatchObject({
      Arn: replicaArn,
      KeyState: 'PendingImport',
      MultiRegion: true,
      MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', ...configuration },
    });
    const primary = (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
    expect(primary?.MultiRegionConfiguration).toEqual({ MultiRegionKeyType: 'PRIMARY', ...configuration });
    expect((await refusal(replicate())).name).toBe('AlreadyExistsException');

    const replica = new KMSClient(aws.as(undefined, 'eu-west-1'));
    expect((await importMaterial(replica, KeyId!, material)).KeyMaterialId).toBe(KeyMaterialId);
    expect(await stateOf(KeyId!, replica)).toBe('Enabled');
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 9 }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({
      KeyState: 'PendingReplicaDeletion',
      PendingDeletionWindowInDays: 9,
    });
  });

  test('is required for replicas', async () => {
    const { KeyId } = await createExternalKey(kms);
    const error = await refusal(kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' })));
    expect(error.name).toBe('UnsupportedOperationException');
  });
});

test.each([
  [{ KeySpec: 'RSA_2048' }, /You must specify a KeyUsage value/],
  [
    { KeySpec: 'ECC_NIST_P256', KeyUsage: 'ENCRYPT_DECRYPT' },
    /KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec ECC_NIST_P256/,
  ],
  [
    { KeySpec: 'AES_9000' },
    /Value 'AES_9000' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: \[/,
  ],
] as const)('CreateKey refuses %j', async (input, message) => {
  expect(await refusal(kms.send(new CreateKeyCommand(input as object)))).toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(message),
  });
});

test('input of the wrong type is a SerializationException', async () => {
  const error = await refusal(
    kms.send(
      new ImportKeyMaterialCommand({
        KeyId: 5 as unknown as string,
        ImportToken: randomBytes(1),
        EncryptedKeyMaterial: randomBytes(1),
      }),
    ),
  );
  expect(error.name).toBe('SerializationException');
});
