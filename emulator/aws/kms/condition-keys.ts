import type { ContextEntries } from '../policy/context.ts';

const encryption =
  'kms:EncryptionAlgorithm kms:EncryptionContext: kms:EncryptionContextKeys kms:RequestAlias';
const signing = 'kms:MessageType kms:RequestAlias kms:SigningAlgorithm';
const mac = 'kms:MacAlgorithm kms:RequestAlias';
const requestTags = 'aws:RequestTag/ aws:TagKeys';
const reEncryption = `${encryption} kms:ReEncryptOnSameKey`;
const grantConstraint = 'kms:EncryptionContext: kms:EncryptionContextKeys kms:GrantConstraintType';
const grant = 'kms:GrantIsForAWSResource kms:GrantOperations kms:GranteePrincipal kms:RetiringPrincipal';
const newKey = 'kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MultiRegion kms:MultiRegionKeyType';

/** Condition keys of the KMS actions, without those of the key itself. A name that ends with `/` or `:` is a prefix. */
const ofAction: Readonly<Record<string, string>> = {
  CreateGrant: `${grantConstraint} ${grant}`,
  CreateKey: `${requestTags} aws:ResourceTag/ kms:BypassPolicyLockoutSafetyCheck ${newKey}`,
  Decrypt: encryption,
  DeriveSharedSecret: 'kms:KeyAgreementAlgorithm kms:RequestAlias',
  DescribeKey: 'kms:RequestAlias',
  DisableKey: 'kms:TrailingDaysWithoutKeyUsage',
  EnableKeyRotation: 'kms:RotationPeriodInDays',
  Encrypt: encryption,
  GenerateDataKey: encryption,
  GenerateDataKeyPair: `${encryption} kms:DataKeyPairSpec`,
  GenerateDataKeyPairWithoutPlaintext: `${encryption} kms:DataKeyPairSpec`,
  GenerateDataKeyWithoutPlaintext: encryption,
  GenerateMac: mac,
  GetParametersForImport: 'kms:WrappingAlgorithm kms:WrappingKeySpec',
  GetPublicKey: 'kms:RequestAlias',
  ImportKeyMaterial: 'kms:ExpirationModel kms:ValidTo',
  ListGrants: 'kms:GrantIsForAWSResource',
  PutKeyPolicy: 'kms:BypassPolicyLockoutSafetyCheck',
  ReEncryptFrom: reEncryption,
  ReEncryptTo: reEncryption,
  ReplicateKey: 'kms:ReplicaRegion',
  RetireGrant: grantConstraint,
  RevokeGrant: 'kms:GrantIsForAWSResource',
  ScheduleKeyDeletion: 'kms:ScheduleKeyDeletionPendingWindowInDays kms:TrailingDaysWithoutKeyUsage',
  Sign: signing,
  TagResource: requestTags,
  UntagResource: 'aws:TagKeys',
  UpdatePrimaryRegion: 'kms:PrimaryRegion',
  Verify: signing,
  VerifyMac: mac,
};

/** The other actions, which have only condition keys of the key itself. */
const otherActions = [
  'CancelKeyDeletion CreateAlias DeleteAlias DeleteImportedKeyMaterial DisableKeyRotation',
  'EnableKey GenerateRandom GetKeyLastUsage GetKeyPolicy GetKeyRotationStatus ListAliases',
  'ListKeyPolicies ListKeyRotations ListKeys ListResourceTags ListRetirableGrants',
  'RotateKeyOnDemand SynchronizeMultiRegionKey UpdateAlias UpdateKeyDescription',
].flatMap((line) => line.split(' '));

const ofKey = `aws:ResourceAccount aws:ResourceTag/ kms:ResourceAliases ${newKey}`;

const withoutCaller = ['GenerateRandom', 'ListAliases', 'ListKeys', 'ListRetirableGrants'];

/** Whether KMS has an action of this name, such as `CreateKey`. */
export function isKmsAction(name: string): boolean {
  return [...Object.keys(ofAction), ...otherActions].some(
    (known) => known.toLowerCase() === name.toLowerCase(),
  );
}

/**
 * Keeps the condition keys that a KMS action supports.
 *
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 *
 * @param action such as `kms:CreateKey`
 * @param onKey whether the resource is a KMS key
 */
export function supportedContext(action: string, onKey: boolean, context: ContextEntries): ContextEntries {
  const name = action.slice('kms:'.length);
  const caller = withoutCaller.includes(name) ? '' : 'kms:CallerAccount';
  const supported = `${ofAction[name] ?? ''} ${onKey ? ofKey : ''} ${caller}`.split(' ').filter(Boolean);
  return Object.fromEntries(
    Object.entries(context).filter(([key]) =>
      supported.some((one) => (/[/:]$/.test(one) ? key.startsWith(one) : key === one)),
    ),
  );
}
