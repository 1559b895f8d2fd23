import { constants, createHash, createPublicKey, publicEncrypt } from 'node:crypto';
import * as Iam from '@aws-sdk/client-iam';
import * as Kms from '@aws-sdk/client-kms';
import * as Sts from '@aws-sdk/client-sts';
import type { Expectation } from './differences.ts';

/** What earlier steps left for later ones. */
// biome-ignore lint/suspicious/noExplicitAny: each answer has a shape of its own
export type Kept = Record<string, any>;

/** One call, and what AWS's documentation says comes of it. */
export interface Step {
  /** What the step shows; unique. */
  readonly name: string;
  readonly service: 'kms' | 'sts' | 'iam';
  // biome-ignore lint/suspicious/noExplicitAny: a command of any of the three services
  readonly call: (kept: Kept) => any;
  /** What the answer leaves for later steps. */
  // biome-ignore lint/suspicious/noExplicitAny: each answer has a shape of its own
  readonly keep?: (answer: any) => Kept;
  readonly expect: Expectation;
}

const alias = 'alias/hashicorp/conformance-1700000000';
const material = createHash('sha256').update('one').digest();
const otherMaterial = createHash('sha256').update('another').digest();
const unknownKey = '11111111-2222-3333-4444-555555555555';

const wrap = (publicKey: Uint8Array, secret: Buffer) => {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, secret);
};
const parameters = (KeyId: string) =>
  new Kms.GetParametersForImportCommand({
    KeyId,
    WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    WrappingKeySpec: 'RSA_2048',
  });
const importInto = (kept: Kept, secret: Buffer) =>
  new Kms.ImportKeyMaterialCommand({
    KeyId: kept['key'],
    ImportToken: kept['token'],
    EncryptedKeyMaterial: wrap(kept['publicKey'], secret),
    ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
  });
const keepToken = (answer: Kms.GetParametersForImportCommandOutput) => ({
  token: answer.ImportToken,
  publicKey: answer.PublicKey,
});

/** One life of imported keys, from creation to deletion, with every turn it can take. */
export const steps: readonly Step[] = [
  {
    name: 'a key for imported material is pending import',
    service: 'kms',
    call: () => new Kms.CreateKeyCommand({ Origin: 'EXTERNAL', Description: 'conformance' }),
    keep: ({ KeyMetadata }) => ({ key: KeyMetadata.KeyId, arn: KeyMetadata.Arn }),
    expect: {
      answers: {
        KeyMetadata: {
          Enabled: false,
          KeyState: 'PendingImport',
          KeyManager: 'CUSTOMER',
          KeySpec: 'SYMMETRIC_DEFAULT',
          KeyUsage: 'ENCRYPT_DECRYPT',
          MultiRegion: false,
          Origin: 'EXTERNAL',
        },
      },
    },
  },
  {
    name: 'a key without material does not encrypt',
    service: 'kms',
    call: ({ key }) => new Kms.EncryptCommand({ KeyId: key, Plaintext: Buffer.from('x') }),
    expect: { refused: 'KMSInvalidStateException', message: /is pending import\.$/ },
  },
  {
    name: 'another key without material',
    service: 'kms',
    call: () => new Kms.CreateKeyCommand({ Origin: 'EXTERNAL' }),
    keep: ({ KeyMetadata }) => ({ idle: KeyMetadata.KeyId }),
    expect: { answers: {} },
  },
  {
    name: 'a key without material cannot be disabled',
    service: 'kms',
    call: ({ idle }) => new Kms.DisableKeyCommand({ KeyId: idle }),
    expect: { refused: 'KMSInvalidStateException', message: /is pending import\.$/ },
  },
  {
    name: 'import parameters are valid for a day',
    service: 'kms',
    call: ({ key }) => parameters(key),
    keep: keepToken,
    expect: { answers: { KeyId: /^arn:aws:kms:us-west-2:\d{12}:key\// } },
  },
  {
    name: 'unwrapped bytes are rejected',
    service: 'kms',
    call: ({ key, token }) =>
      new Kms.ImportKeyMaterialCommand({
        KeyId: key,
        ImportToken: token,
        EncryptedKeyMaterial: Buffer.alloc(256, 1),
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      }),
    expect: { refused: 'InvalidCiphertextException' },
  },
  {
    name: 'material without an expiry date needs the expiration model',
    service: 'kms',
    call: ({ key, token, publicKey }) =>
      new Kms.ImportKeyMaterialCommand({
        KeyId: key,
        ImportToken: token,
        EncryptedKeyMaterial: wrap(publicKey, material),
      }),
    expect: { refused: 'ValidationException' },
  },
  {
    name: 'new parameters',
    service: 'kms',
    call: ({ key }) => parameters(key),
    keep: keepToken,
    expect: { answers: {} },
  },
  {
    name: 'wrapped material is imported',
    service: 'kms',
    call: (kept) => importInto(kept, material),
    expect: { answers: {} },
  },
  {
    name: 'a token is valid for one import',
    service: 'kms',
    call: (kept) => importInto(kept, material),
    expect: { refused: 'InvalidImportTokenException' },
  },
  {
    name: 'a key with material is enabled and does not expire',
    service: 'kms',
    call: ({ key }) => new Kms.DescribeKeyCommand({ KeyId: key }),
    expect: {
      answers: {
        KeyMetadata: { Enabled: true, KeyState: 'Enabled', ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
      },
    },
  },
  {
    name: 'a key with material has a key material id',
    service: 'kms',
    call: ({ key }) => new Kms.DescribeKeyCommand({ KeyId: key }),
    expect: { answers: { KeyMetadata: { CurrentKeyMaterialId: /^[0-9a-f]{64}$/ } } },
  },
  {
    name: 'the material is in the rotation history',
    service: 'kms',
    call: ({ key }) =>
      new Kms.ListKeyRotationsCommand({ KeyId: key, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }),
    expect: {
      answers: { Rotations: [{ KeyMaterialState: 'CURRENT', ImportState: 'IMPORTED' }], Truncated: false },
    },
  },
  {
    name: 'an alias refers to its key',
    service: 'kms',
    call: ({ key }) => new Kms.CreateAliasCommand({ AliasName: alias, TargetKeyId: key }),
    expect: { answers: {} },
  },
  {
    name: 'a key is described by its alias',
    service: 'kms',
    call: () => new Kms.DescribeKeyCommand({ KeyId: alias }),
    expect: { answers: { KeyMetadata: { KeyState: 'Enabled' } } },
  },
  {
    name: 'aliases are listed by key',
    service: 'kms',
    call: ({ key }) => new Kms.ListAliasesCommand({ KeyId: key }),
    expect: { answers: { Aliases: [{ AliasName: alias, TargetKeyId: /./ }], Truncated: false } },
  },
  {
    name: 'an alias is unique',
    service: 'kms',
    call: ({ key }) => new Kms.CreateAliasCommand({ AliasName: alias, TargetKeyId: key }),
    expect: {
      refused: 'AlreadyExistsException',
      message: /^An alias with the name arn:aws:kms:.* already exists$/,
    },
  },
  {
    name: 'alias/aws/ is reserved',
    service: 'kms',
    call: ({ key }) => new Kms.CreateAliasCommand({ AliasName: 'alias/aws/mine', TargetKeyId: key }),
    expect: { refused: 'NotAuthorizedException' },
  },
  {
    name: 'an alias cannot refer to an alias',
    service: 'kms',
    call: () => new Kms.CreateAliasCommand({ AliasName: 'alias/conformance-2', TargetKeyId: alias }),
    expect: { refused: 'ValidationException' },
  },
  {
    name: 'aliases are paginated',
    service: 'kms',
    call: () => new Kms.ListAliasesCommand({ Limit: 1 }),
    keep: ({ NextMarker }) => ({ marker: NextMarker }),
    expect: { answers: { Truncated: true, NextMarker: /./ } },
  },
  {
    name: 'the maximum page of aliases is 100',
    service: 'kms',
    call: () => new Kms.ListAliasesCommand({ Limit: 101 }),
    expect: { refused: 'ValidationException' },
  },
  {
    name: 'the error message for a missing alias',
    service: 'kms',
    call: () => new Kms.DescribeKeyCommand({ KeyId: 'alias/none' }),
    expect: { refused: 'NotFoundException', message: /^Alias arn:aws:kms:.*:alias\/none is not found\.$/ },
  },
  {
    name: 'the error message for a missing key',
    service: 'kms',
    call: () => new Kms.DescribeKeyCommand({ KeyId: unknownKey }),
    expect: { refused: 'NotFoundException', message: /^Key 'arn:aws:kms:.*' does not exist$/ },
  },
  {
    name: 'a tag is added',
    service: 'kms',
    call: ({ key }) =>
      new Kms.TagResourceCommand({ KeyId: key, Tags: [{ TagKey: 'vault', TagValue: 'yes' }] }),
    expect: { answers: {} },
  },
  {
    name: 'tags are listed',
    service: 'kms',
    call: ({ key }) => new Kms.ListResourceTagsCommand({ KeyId: key }),
    expect: { answers: { Tags: [{ TagKey: 'vault', TagValue: 'yes' }], Truncated: false } },
  },
  {
    name: 'removing a missing tag succeeds',
    service: 'kms',
    call: ({ key }) => new Kms.UntagResourceCommand({ KeyId: key, TagKeys: ['never'] }),
    expect: { answers: {} },
  },
  {
    name: 'a symmetric key has no public key',
    service: 'kms',
    call: ({ key }) => new Kms.GetPublicKeyCommand({ KeyId: key }),
    expect: { refused: 'UnsupportedOperationException' },
  },
  {
    name: 'the default key policy delegates to the account',
    service: 'kms',
    call: ({ key }) => new Kms.GetKeyPolicyCommand({ KeyId: key }),
    expect: { answers: { PolicyName: 'default', Policy: /arn:aws:iam::\d{12}:root/ } },
  },
  {
    name: 'a key encrypts',
    service: 'kms',
    call: ({ key }) =>
      new Kms.EncryptCommand({ KeyId: key, Plaintext: Buffer.from('x'), EncryptionContext: { a: '1' } }),
    keep: ({ CiphertextBlob }) => ({ ciphertext: CiphertextBlob }),
    expect: { answers: { KeyId: /:key\//, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' } },
  },
  {
    name: 'a ciphertext identifies its key',
    service: 'kms',
    call: ({ ciphertext }) =>
      new Kms.DecryptCommand({ CiphertextBlob: ciphertext, EncryptionContext: { a: '1' } }),
    expect: { answers: { KeyId: /:key\//, Plaintext: new Uint8Array([120]) } },
  },
  {
    name: 'another encryption context does not decrypt',
    service: 'kms',
    call: ({ ciphertext }) =>
      new Kms.DecryptCommand({ CiphertextBlob: ciphertext, EncryptionContext: { a: '2' } }),
    expect: { refused: 'InvalidCiphertextException' },
  },
  {
    name: 'a dry run does not encrypt',
    service: 'kms',
    call: ({ key }) => new Kms.EncryptCommand({ KeyId: key, Plaintext: Buffer.from('x'), DryRun: true }),
    expect: { refused: 'DryRunOperationException' },
  },
  {
    name: 'a disabled key',
    service: 'kms',
    call: ({ key }) => new Kms.DisableKeyCommand({ KeyId: key }),
    expect: { answers: {} },
  },
  {
    name: 'a disabled key does not encrypt',
    service: 'kms',
    call: ({ key }) => new Kms.EncryptCommand({ KeyId: key, Plaintext: Buffer.from('x') }),
    expect: { refused: 'DisabledException', message: /is disabled\.$/ },
  },
  {
    name: 'a key is enabled again',
    service: 'kms',
    call: ({ key }) => new Kms.EnableKeyCommand({ KeyId: key }),
    expect: { answers: {} },
  },
  {
    name: 'material is deleted',
    service: 'kms',
    call: ({ key }) => new Kms.DeleteImportedKeyMaterialCommand({ KeyId: key }),
    expect: { answers: {} },
  },
  {
    name: 'a key whose material was deleted is pending import',
    service: 'kms',
    call: ({ key }) => new Kms.DescribeKeyCommand({ KeyId: key }),
    expect: { answers: { KeyMetadata: { KeyState: 'PendingImport', Enabled: false, Origin: 'EXTERNAL' } } },
  },
  {
    name: 'parameters for another import',
    service: 'kms',
    call: ({ key }) => parameters(key),
    keep: keepToken,
    expect: { answers: {} },
  },
  {
    name: 'a key rejects other material',
    service: 'kms',
    call: (kept) => importInto(kept, otherMaterial),
    expect: { refused: 'IncorrectKeyMaterialException' },
  },
  {
    name: 'the minimum waiting period is 7 days',
    service: 'kms',
    call: ({ key }) => new Kms.ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 6 }),
    expect: { refused: 'ValidationException' },
  },
  {
    name: 'a key is pending deletion',
    service: 'kms',
    call: ({ key }) => new Kms.ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }),
    expect: { answers: { KeyState: 'PendingDeletion', PendingWindowInDays: 7 } },
  },
  {
    name: 'a key cannot be deleted twice',
    service: 'kms',
    call: ({ key }) => new Kms.ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }),
    expect: { refused: 'KMSInvalidStateException', message: /is pending deletion\.$/ },
  },
  {
    name: 'a key pending deletion rejects an import',
    service: 'kms',
    call: ({ key }) => parameters(key),
    expect: { refused: 'KMSInvalidStateException', message: /is pending deletion\.$/ },
  },
  {
    name: 'a deletion is cancelled',
    service: 'kms',
    call: ({ key }) => new Kms.CancelKeyDeletionCommand({ KeyId: key }),
    expect: { answers: {} },
  },
  {
    name: 'a deletion is cancelled once',
    service: 'kms',
    call: ({ key }) => new Kms.CancelKeyDeletionCommand({ KeyId: key }),
    expect: { refused: 'KMSInvalidStateException', message: /is not pending deletion\.$/ },
  },
  {
    name: 'a key with AWS material rejects an import',
    service: 'kms',
    call: () => new Kms.CreateKeyCommand({}),
    keep: ({ KeyMetadata }) => ({ own: KeyMetadata.KeyId }),
    expect: { answers: { KeyMetadata: { Origin: 'AWS_KMS', KeyState: 'Enabled' } } },
  },
  {
    name: 'only a key for imported material has import parameters',
    service: 'kms',
    call: ({ own }) => parameters(own),
    expect: { refused: 'UnsupportedOperationException' },
  },
  {
    name: 'the id of a multi-Region key starts with mrk-',
    service: 'kms',
    call: () => new Kms.CreateKeyCommand({ MultiRegion: true, Origin: 'EXTERNAL' }),
    keep: ({ KeyMetadata }) => ({ primary: KeyMetadata.KeyId }),
    expect: {
      answers: {
        KeyMetadata: {
          KeyId: /^mrk-[0-9a-f]{32}$/,
          MultiRegion: true,
          MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY' },
        },
      },
    },
  },
  {
    name: 'a primary key without material cannot be replicated',
    service: 'kms',
    call: ({ primary }) => new Kms.ReplicateKeyCommand({ KeyId: primary, ReplicaRegion: 'eu-west-1' }),
    expect: { refused: 'KMSInvalidStateException' },
  },
  {
    name: 'parameters for the primary key',
    service: 'kms',
    call: ({ primary }) => parameters(primary),
    keep: keepToken,
    expect: { answers: {} },
  },
  {
    name: 'material for the primary key',
    service: 'kms',
    call: (kept) => importInto({ ...kept, key: kept['primary'] }, material),
    expect: { answers: {} },
  },
  {
    name: 'a replica is pending import',
    service: 'kms',
    call: ({ primary }) => new Kms.ReplicateKeyCommand({ KeyId: primary, ReplicaRegion: 'eu-west-1' }),
    expect: {
      answers: {
        ReplicaKeyMetadata: {
          KeyId: /^mrk-/,
          KeyState: 'PendingImport',
          MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA' },
        },
      },
    },
  },
  {
    name: 'a region has one replica',
    service: 'kms',
    call: ({ primary }) => new Kms.ReplicateKeyCommand({ KeyId: primary, ReplicaRegion: 'eu-west-1' }),
    expect: { refused: 'AlreadyExistsException' },
  },
  {
    name: 'the caller identity',
    service: 'sts',
    call: () => new Sts.GetCallerIdentityCommand({}),
    expect: { answers: { Account: /^\d{12}$/, Arn: /^arn:aws:iam::\d{12}:/, UserId: /./ } },
  },
  {
    name: 'the simulator rejects a session ARN',
    service: 'iam',
    call: () =>
      new Iam.SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:sts::111122223333:assumed-role/reader/check',
        ActionNames: ['kms:CreateKey'],
      }),
    expect: { refused: 'InvalidInputException' },
  },
  {
    name: 'the simulator rejects an unknown identity',
    service: 'iam',
    call: () =>
      new Iam.SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::111122223333:user/nobody',
        ActionNames: ['kms:CreateKey'],
      }),
    expect: { refused: 'NoSuchEntityException' },
  },
  {
    name: 'a missing role',
    service: 'iam',
    call: () => new Iam.GetRoleCommand({ RoleName: 'nobody' }),
    expect: { refused: 'NoSuchEntityException', message: /^The role with name nobody cannot be found\.$/ },
  },
];
