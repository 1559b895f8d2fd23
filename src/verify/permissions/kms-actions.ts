/** What an action of KMS is authorized on, and which condition keys its requests carry. */
export interface KmsAction {
  /** The resource types that IAM asks for, all of them; none: `*`. */
  readonly resources: readonly ('key' | 'alias')[];
  /** The action's own condition keys; one that ends with `:` or `/` stands for all that begin with it. */
  readonly keys: readonly string[];
}

/**
 * The condition keys of the resource type `key`: every request about a key carries them.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
export const keyResourceKeys: readonly string[] = [
  'aws:ResourceTag/',
  'kms:KeyOrigin',
  'kms:KeySpec',
  'kms:KeyUsage',
  'kms:MultiRegion',
  'kms:MultiRegionKeyType',
  'kms:ResourceAliases',
];

const caller = ['kms:CallerAccount', 'kms:ViaService'];
const encryption = ['kms:EncryptionAlgorithm', 'kms:EncryptionContext:', 'kms:EncryptionContextKeys'];
const attestation = ['kms:RecipientAttestation:'];

function onKey(...keys: string[]): KmsAction {
  return { resources: ['key'], keys: [...caller, ...keys] };
}

function onAlias(): KmsAction {
  return { resources: ['alias', 'key'], keys: caller };
}

function onNothing(...keys: string[]): KmsAction {
  return { resources: [], keys };
}

/**
 * Every action of KMS: its resource types and the condition keys of its own, as of 2026-09.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html;
 * `Encapsulate` and `Decapsulate`, which that page does not list yet, from the API reference.
 */
const actions: Readonly<Record<string, KmsAction>> = {
  CancelKeyDeletion: onKey(),
  ConnectCustomKeyStore: onNothing('kms:CallerAccount'),
  CreateAlias: onAlias(),
  CreateCustomKeyStore: onNothing('kms:CallerAccount'),
  CreateGrant: onKey(
    'kms:EncryptionContext:',
    'kms:EncryptionContextKeys',
    'kms:GrantConstraintSourceArn',
    'kms:GrantConstraintType',
    'kms:GrantIsForAWSResource',
    'kms:GrantOperations',
    'kms:GranteePrincipal',
    'kms:GranteeServicePrincipal',
    'kms:RetiringPrincipal',
    'kms:RetiringServicePrincipal',
  ),
  CreateKey: onNothing(
    ...caller,
    'aws:RequestTag/',
    'aws:ResourceTag/',
    'aws:TagKeys',
    'kms:BypassPolicyLockoutSafetyCheck',
    'kms:KeyOrigin',
    'kms:KeySpec',
    'kms:KeyUsage',
    'kms:MultiRegion',
    'kms:MultiRegionKeyType',
  ),
  Decapsulate: onKey(...encryption, ...attestation, 'kms:RequestAlias'),
  Decrypt: onKey(...encryption, ...attestation, 'kms:RequestAlias'),
  DeleteAlias: onAlias(),
  DeleteCustomKeyStore: onNothing('kms:CallerAccount'),
  DeleteImportedKeyMaterial: onKey(),
  DeriveSharedSecret: onKey(...attestation, 'kms:KeyAgreementAlgorithm', 'kms:RequestAlias'),
  DescribeCustomKeyStores: onNothing('kms:CallerAccount'),
  DescribeKey: onKey('kms:RequestAlias'),
  DisableKey: onKey('kms:TrailingDaysWithoutKeyUsage'),
  DisableKeyRotation: onKey(),
  DisconnectCustomKeyStore: onNothing('kms:CallerAccount'),
  EnableKey: onKey(),
  EnableKeyRotation: onKey('kms:RotationPeriodInDays'),
  Encapsulate: onKey(...encryption, ...attestation, 'kms:RequestAlias'),
  Encrypt: onKey(...encryption, 'kms:RequestAlias'),
  GenerateDataKey: onKey(...encryption, ...attestation, 'kms:RequestAlias'),
  GenerateDataKeyPair: onKey(...encryption, ...attestation, 'kms:DataKeyPairSpec', 'kms:RequestAlias'),
  GenerateDataKeyPairWithoutPlaintext: onKey(...encryption, 'kms:DataKeyPairSpec', 'kms:RequestAlias'),
  GenerateDataKeyWithoutPlaintext: onKey(...encryption, 'kms:RequestAlias'),
  GenerateMac: onKey('kms:MacAlgorithm', 'kms:RequestAlias'),
  GenerateRandom: onNothing(...attestation),
  GetKeyLastUsage: onKey(),
  GetKeyPolicy: onKey(),
  GetKeyRotationStatus: onKey(),
  GetParametersForImport: onKey('kms:WrappingAlgorithm', 'kms:WrappingKeySpec'),
  GetPublicKey: onKey('kms:RequestAlias'),
  ImportKeyMaterial: onKey('kms:ExpirationModel', 'kms:ValidTo'),
  ListAliases: onNothing(),
  ListGrants: onKey('kms:GrantIsForAWSResource'),
  ListKeyPolicies: onKey(),
  ListKeyRotations: onKey(),
  ListKeys: onNothing(),
  ListResourceTags: onKey(),
  ListRetirableGrants: onNothing(),
  PutKeyPolicy: onKey('kms:BypassPolicyLockoutSafetyCheck'),
  ReEncryptFrom: onKey(...encryption, 'kms:ReEncryptOnSameKey', 'kms:RequestAlias'),
  ReEncryptTo: onKey(...encryption, 'kms:ReEncryptOnSameKey', 'kms:RequestAlias'),
  ReplicateKey: onKey('kms:ReplicaRegion'),
  RetireGrant: onKey('kms:EncryptionContext:', 'kms:EncryptionContextKeys', 'kms:GrantConstraintType'),
  RevokeGrant: onKey('kms:GrantIsForAWSResource'),
  RotateKeyOnDemand: onKey(),
  ScheduleKeyDeletion: onKey('kms:ScheduleKeyDeletionPendingWindowInDays', 'kms:TrailingDaysWithoutKeyUsage'),
  Sign: onKey('kms:MessageType', 'kms:RequestAlias', 'kms:SigningAlgorithm'),
  SynchronizeMultiRegionKey: onKey(),
  TagResource: onKey('aws:RequestTag/', 'aws:TagKeys'),
  UntagResource: onKey('aws:TagKeys'),
  UpdateAlias: onAlias(),
  UpdateCustomKeyStore: onNothing('kms:CallerAccount'),
  UpdateKeyDescription: onKey(),
  UpdatePrimaryRegion: onKey('kms:PrimaryRegion'),
  Verify: onKey('kms:MessageType', 'kms:RequestAlias', 'kms:SigningAlgorithm'),
  VerifyMac: onKey('kms:MacAlgorithm', 'kms:RequestAlias'),
};

const byName = new Map(
  Object.entries(actions).map(([name, action]) => [`kms:${name.toLowerCase()}`, action]),
);
const spelling = new Map(Object.keys(actions).map((name) => [`kms:${name.toLowerCase()}`, `kms:${name}`]));

/** The action of this name, whatever its case; `null`: KMS has none. */
export function kmsAction(name: string): KmsAction | null {
  return byName.get(name.toLowerCase()) ?? null;
}

/** An action's name as AWS writes it, or as it was given when KMS has no such action. */
export function spelled(name: string): string {
  return spelling.get(name.toLowerCase()) ?? name;
}

/** Every service-specific condition key that requests of actions may carry. */
export const requestKeys: readonly string[] = [
  ...new Set([...keyResourceKeys, ...Object.values(actions).flatMap(({ keys }) => keys)]),
];
