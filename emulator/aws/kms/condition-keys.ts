import type { ContextValue } from '../policy/context.ts';

const encryption = [
  'kms:EncryptionAlgorithm',
  'kms:EncryptionContext:',
  'kms:EncryptionContextKeys',
  'kms:RequestAlias',
];
const signing = ['kms:MessageType', 'kms:RequestAlias', 'kms:SigningAlgorithm'];
const mac = ['kms:MacAlgorithm', 'kms:RequestAlias'];
const requestTags = ['aws:RequestTag/', 'aws:TagKeys'];
const reEncryption = [...encryption, 'kms:ReEncryptOnSameKey'];
const grantConstraint = ['kms:EncryptionContext:', 'kms:EncryptionContextKeys', 'kms:GrantConstraintType'];

/** Condition keys of the KMS actions, without those of the key itself. A name that ends with `/` or `:` is a prefix. */
const ofAction: Readonly<Record<string, readonly string[]>> = {
  CancelKeyDeletion: [],
  CreateAlias: [],
  CreateGrant: [
    ...grantConstraint,
    'kms:GrantIsForAWSResource',
    'kms:GrantOperations',
    'kms:GranteePrincipal',
    'kms:RetiringPrincipal',
  ],
  CreateKey: [
    ...requestTags,
    'aws:ResourceTag/',
    'kms:BypassPolicyLockoutSafetyCheck',
    'kms:KeyOrigin',
    'kms:KeySpec',
    'kms:KeyUsage',
    'kms:MultiRegion',
    'kms:MultiRegionKeyType',
  ],
  Decrypt: encryption,
  DeleteAlias: [],
  DeleteImportedKeyMaterial: [],
  DeriveSharedSecret: ['kms:KeyAgreementAlgorithm', 'kms:RequestAlias'],
  DescribeKey: ['kms:RequestAlias'],
  DisableKey: ['kms:TrailingDaysWithoutKeyUsage'],
  DisableKeyRotation: [],
  EnableKey: [],
  EnableKeyRotation: ['kms:RotationPeriodInDays'],
  Encrypt: encryption,
  GenerateDataKey: encryption,
  GenerateDataKeyPair: [...encryption, 'kms:DataKeyPairSpec'],
  GenerateDataKeyPairWithoutPlaintext: [...encryption, 'kms:DataKeyPairSpec'],
  GenerateDataKeyWithoutPlaintext: encryption,
  GenerateMac: mac,
  GenerateRandom: [],
  GetKeyLastUsage: [],
  GetKeyPolicy: [],
  GetKeyRotationStatus: [],
  GetParametersForImport: ['kms:WrappingAlgorithm', 'kms:WrappingKeySpec'],
  GetPublicKey: ['kms:RequestAlias'],
  ImportKeyMaterial: ['kms:ExpirationModel', 'kms:ValidTo'],
  ListAliases: [],
  ListGrants: ['kms:GrantIsForAWSResource'],
  ListKeyPolicies: [],
  ListKeyRotations: [],
  ListKeys: [],
  ListResourceTags: [],
  ListRetirableGrants: [],
  PutKeyPolicy: ['kms:BypassPolicyLockoutSafetyCheck'],
  ReEncryptFrom: reEncryption,
  ReEncryptTo: reEncryption,
  ReplicateKey: ['kms:ReplicaRegion'],
  RetireGrant: grantConstraint,
  RevokeGrant: ['kms:GrantIsForAWSResource'],
  RotateKeyOnDemand: [],
  ScheduleKeyDeletion: ['kms:ScheduleKeyDeletionPendingWindowInDays', 'kms:TrailingDaysWithoutKeyUsage'],
  Sign: signing,
  SynchronizeMultiRegionKey: [],
  TagResource: requestTags,
  UntagResource: ['aws:TagKeys'],
  UpdateAlias: [],
  UpdateKeyDescription: [],
  UpdatePrimaryRegion: ['kms:PrimaryRegion'],
  Verify: signing,
  VerifyMac: mac,
};

const ofKey = [
  'aws:ResourceAccount',
  'aws:ResourceTag/',
  'kms:KeyOrigin',
  'kms:KeySpec',
  'kms:KeyUsage',
  'kms:MultiRegion',
  'kms:MultiRegionKeyType',
  'kms:ResourceAliases',
];

const withoutCaller = ['GenerateRandom', 'ListAliases', 'ListKeys', 'ListRetirableGrants'];

/** Whether KMS has an action of this name, such as `CreateKey`. */
export function isKmsAction(name: string): boolean {
  return Object.keys(ofAction).some((known) => known.toLowerCase() === name.toLowerCase());
}

/**
 * Keeps the condition keys that a KMS action supports.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 *
 * @param action such as `kms:CreateKey`
 * @param onKey whether the resource is a KMS key
 */
export function supportedContext(
  action: string,
  onKey: boolean,
  context: Readonly<Record<string, ContextValue>>,
): Readonly<Record<string, ContextValue>> {
  const name = action.slice('kms:'.length);
  const supported = [
    ...(ofAction[name] ?? []),
    ...(onKey ? ofKey : []),
    ...(withoutCaller.includes(name) ? [] : ['kms:CallerAccount']),
  ];
  return Object.fromEntries(
    Object.entries(context).filter(([key]) =>
      supported.some((one) => (/[/:]$/.test(one) ? key.startsWith(one) : key === one)),
    ),
  );
}
