import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyPairCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateMacCommand,
  GenerateRandomCommand,
  GetKeyLastUsageCommand,
  GetKeyRotationStatusCommand,
  GetPublicKeyCommand,
  KMSClient,
  type MessageType,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  SignCommand,
  type SigningAlgorithmSpec,
  UpdatePrimaryRegionCommand,
  VerifyCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { regionsOf } from '../../../../emulator/aws/regions.ts';
import { account, createExternalKey, importMaterial, refusal, startAws, type TestServer } from '../server.ts';

let aws: TestServer;
let kms: KMSClient;
beforeAll(async () => {
  aws = await startAws();
  kms = new KMSClient(aws.as());
});
afterAll(() => aws.close());

const newKey = async (input: CreateKeyCommandInput = {}) =>
  (await kms.send(new CreateKeyCommand(input))).KeyMetadata!.Arn!;
const Plaintext = Buffer.from('attack at dawn');
const validation = { name: 'ValidationException', status: 400 };

test('RSA Encrypt beyond the modulus is a ValidationException', async () => {
  const KeyId = await newKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
  const encrypt = (bytes: number, EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256') =>
    kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(bytes, 1), EncryptionAlgorithm }));
  expect((await encrypt(190, 'RSAES_OAEP_SHA_256')).KeyId).toBe(KeyId);
  expect(await refusal(encrypt(191, 'RSAES_OAEP_SHA_256'))).toMatchObject(validation);
  expect((await encrypt(214, 'RSAES_OAEP_SHA_1')).KeyId).toBe(KeyId);
  expect(await refusal(encrypt(215, 'RSAES_OAEP_SHA_1'))).toMatchObject(validation);
});

describe('a key policy', () => {
  const delegation = { Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' };
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [delegation, statement] });
  const malformed = { name: 'MalformedPolicyDocumentException' };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ ...delegation, Resource: undefined, Action: 'sts:AssumeRole' }],
  };
  let closed: TestServer;
  beforeAll(async () => {
    closed = await startAws({
      accounts: [{ id: account, users: [{ name: 'vault' }], roles: [{ name: 'r', trust }] }],
    });
  });
  afterAll(() => closed.close());

  test.each([
    ['a user that does not exist', { Principal: { AWS: `arn:aws:iam::${account}:user/none` } }],
    ['an unknown account', { Principal: { AWS: 'arn:aws:iam::999999999999:root' } }],
    ['an unknown account id', { Principal: { AWS: '999999999999' } }],
    ['a malformed ARN', { Principal: { AWS: 'garbage' } }],
    ['an action without a service', { Action: 'nonsense' }],
  ])('with %s is rejected', async (_name, part) => {
    const client = new KMSClient(closed.as());
    const statement = { ...delegation, ...part };
    expect(await refusal(client.send(new CreateKeyCommand({ Policy: policy(statement) })))).toMatchObject(
      malformed,
    );
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const put = new PutKeyPolicyCommand({ KeyId: KeyMetadata!.KeyId, Policy: policy(statement) });
    expect(await refusal(client.send(put))).toMatchObject(malformed);
  });

  test('with existing principals is accepted', async () => {
    const AWS = ['user/vault', 'role/r'].map((name) => `arn:aws:iam::${account}:${name}`);
    const AWSs = [...AWS, `arn:aws:sts::${account}:assumed-role/r/session`];
    const command = new CreateKeyCommand({ Policy: policy({ ...delegation, Principal: { AWS: AWSs } }) });
    expect((await new KMSClient(closed.as()).send(command)).KeyMetadata).toBeDefined();
  });

  test('that locks the caller out is rejected without accounts too, unless bypassed', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ ...delegation, Principal: { AWS: `arn:aws:iam::${account}:role/other` } }],
    });
    expect(await refusal(kms.send(new CreateKeyCommand({ Policy })))).toMatchObject(malformed);
    expect(await newKey({ Policy, BypassPolicyLockoutSafetyCheck: true })).toContain(':key/');
  });
});

test('the regions are those of the SDK', async () => {
  const core = dirname(createRequire(import.meta.url).resolve('@aws-sdk/core/package.json'));
  const file = join(core, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js');
  const { partitionsInfo } = await import(pathToFileURL(file).href);
  const expected = partitionsInfo.partitions.map(({ id, regions }: { id: string; regions: object }) => [
    id,
    Object.keys(regions)
      .filter((name) => !name.endsWith('-global'))
      .sort(),
  ]);
  const own = Object.entries(regionsOf).map(([id, regions]) => [id, [...regions].sort()]);
  expect(Object.fromEntries(own)).toEqual(Object.fromEntries(expected));
});

describe('a multi-Region key', () => {
  test.each(['mars-north-1', 'cn-north-1'])('is not replicated to %s', async (ReplicaRegion) => {
    const KeyId = await newKey({ MultiRegion: true });
    expect(await refusal(kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion })))).toMatchObject(
      validation,
    );
  });

  test('a replica accepts only the material of its primary, and is not rotated', async () => {
    const { KeyId } = await createExternalKey(kms, { MultiRegion: true });
    const material = Buffer.alloc(32, 7);
    await importMaterial(kms, KeyId!, material);
    await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    const replica = new KMSClient(aws.as(undefined, 'eu-west-1'));
    const wrong = importMaterial(replica, KeyId!, Buffer.alloc(32, 8));
    expect(await refusal(wrong)).toMatchObject({ name: 'IncorrectKeyMaterialException' });
    await importMaterial(replica, KeyId!, material);
    expect(await refusal(replica.send(new RotateKeyOnDemandCommand({ KeyId })))).toMatchObject({
      name: 'UnsupportedOperationException',
    });
  });

  test('gets another primary region', async () => {
    const KeyId = await newKey({ MultiRegion: true });
    const id = KeyId.split('/')[1]!;
    const change = (client: KMSClient, PrimaryRegion: string) =>
      client.send(new UpdatePrimaryRegionCommand({ KeyId: id, PrimaryRegion }));
    expect(await refusal(change(kms, 'eu-west-1'))).toMatchObject({ name: 'NotFoundException' });
    await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    await change(kms, 'eu-west-1');
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata!.MultiRegionConfiguration).toMatchObject({
      MultiRegionKeyType: 'REPLICA',
      PrimaryKey: { Region: 'eu-west-1' },
      ReplicaKeys: [{ Region: 'us-west-2' }],
    });
    expect(await refusal(change(kms, 'us-west-2'))).toMatchObject({ name: 'UnsupportedOperationException' });
    await change(new KMSClient(aws.as(undefined, 'eu-west-1')), 'us-west-2');
  });
});

describe('Sign and Verify of a digest', () => {
  const algorithms: [CreateKeyCommandInput['KeySpec'], SigningAlgorithmSpec][] = [
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256'],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512'],
    ['RSA_2048', 'RSASSA_PSS_SHA_256'],
    ['RSA_2048', 'RSASSA_PSS_SHA_384'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
    ['ECC_NIST_P384', 'ECDSA_SHA_384'],
    ['ECC_NIST_P521', 'ECDSA_SHA_512'],
    ['ECC_SECG_P256K1', 'ECDSA_SHA_256'],
  ];

  test.each(algorithms)('%s %s agrees with the message', async (KeySpec, SigningAlgorithm) => {
    const KeyId = await newKey({ KeySpec, KeyUsage: 'SIGN_VERIFY' });
    const digest = createHash(`sha${SigningAlgorithm.slice(-3)}`)
      .update(Plaintext)
      .digest();
    const forms: [MessageType, Buffer][] = [
      ['RAW', Plaintext],
      ['DIGEST', digest],
    ];
    for (const [MessageType, Message] of forms) {
      const { Signature } = await kms.send(
        new SignCommand({ KeyId, Message, MessageType, SigningAlgorithm }),
      );
      for (const [other, content] of forms) {
        const input = { KeyId, Message: content, MessageType: other, SigningAlgorithm, Signature };
        expect((await kms.send(new VerifyCommand(input))).SignatureValid).toBe(true);
      }
      const changed = {
        KeyId,
        Message: Buffer.from(digest).reverse(),
        MessageType: 'DIGEST' as const,
        SigningAlgorithm,
        Signature,
      };
      expect(await refusal(kms.send(new VerifyCommand(changed)))).toMatchObject({
        name: 'KMSInvalidSignatureException',
      });
    }
    const short = new SignCommand({
      KeyId,
      Message: digest.subarray(1),
      MessageType: 'DIGEST',
      SigningAlgorithm,
    });
    expect(await refusal(kms.send(short))).toMatchObject(validation);
    expect((await kms.send(new GetPublicKeyCommand({ KeyId }))).SigningAlgorithms).toContain(
      SigningAlgorithm,
    );
  });
});

test('ReEncrypt moves a ciphertext to another key and context, and is a use of both', async () => {
  const [from, to] = [await newKey(), await newKey()];
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: from, Plaintext, EncryptionContext: { a: '1' } }),
  );
  const moved = await kms.send(
    new ReEncryptCommand({
      CiphertextBlob,
      SourceEncryptionContext: { a: '1' },
      DestinationKeyId: to,
      DestinationEncryptionContext: { b: '2' },
    }),
  );
  expect(moved).toMatchObject({ KeyId: to, SourceKeyId: from });
  const opened = await kms.send(
    new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { b: '2' } }),
  );
  expect(Buffer.from(opened.Plaintext!)).toEqual(Plaintext);
  const { KeyLastUsage } = await kms.send(new GetKeyLastUsageCommand({ KeyId: from }));
  expect(KeyLastUsage?.Operation).toBe('ReEncrypt');
});

test('GenerateDataKeyPair returns a pair whose private key decrypts', async () => {
  const KeyId = await newKey();
  const pair = await kms.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec: 'ECC_NIST_P256' }));
  const { Plaintext: opened } = await kms.send(
    new DecryptCommand({ CiphertextBlob: pair.PrivateKeyCiphertextBlob }),
  );
  expect(opened).toEqual(pair.PrivateKeyPlaintext);
  const key = createPrivateKey({ key: Buffer.from(opened!), format: 'der', type: 'pkcs8' });
  expect(createPublicKey(key).export({ format: 'der', type: 'spki' })).toEqual(Buffer.from(pair.PublicKey!));
  const without = await kms.send(
    new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId, KeyPairSpec: 'RSA_2048' }),
  );
  expect(without).not.toHaveProperty('PrivateKeyPlaintext');
});

test('HMAC keys generate and verify MACs, and nothing else', async () => {
  const KeyId = await newKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
  const input = { KeyId, Message: Plaintext, MacAlgorithm: 'HMAC_SHA_256' as const };
  const { Mac } = await kms.send(new GenerateMacCommand(input));
  expect((await kms.send(new VerifyMacCommand({ ...input, Mac }))).MacValid).toBe(true);
  const wrong = new VerifyMacCommand({ ...input, Mac: Buffer.alloc(32) });
  expect(await refusal(kms.send(wrong))).toMatchObject({ name: 'KMSInvalidMacException' });
  expect(await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext })))).toMatchObject({
    name: 'InvalidKeyUsageException',
  });
  expect((await kms.send(new GenerateRandomCommand({ NumberOfBytes: 20 }))).Plaintext).toHaveLength(20);
});

test('automatic rotation is for AWS keys only', async () => {
  const KeyId = await newKey();
  await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 180 }));
  expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
    KeyRotationEnabled: true,
    RotationPeriodInDays: 180,
  });
  await kms.send(new DisableKeyRotationCommand({ KeyId }));
  expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(false);
  const external = await createExternalKey(kms);
  expect(await refusal(kms.send(new EnableKeyRotationCommand({ KeyId: external.KeyId })))).toMatchObject({
    name: 'UnsupportedOperationException',
  });
});

test('GetSessionToken issues credentials of the caller', async () => {
  const { Credentials } = await new STSClient(aws.as()).send(new GetSessionTokenCommand({}));
  const credentials = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  const { Arn } = await new STSClient({ ...aws.as(), credentials }).send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(`arn:aws:iam::${account}:user/admin`);
});
