import {
  algorithmsOf,
  currentMaterial,
  isPrimary,
  isSymmetric,
  type Key,
  keyState,
  type Material,
} from './key.ts';

/**
 * A key as DescribeKey returns it.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
 */
export function keyMetadata(key: Key): object {
  const state = keyState(key);
  const current = currentMaterial(key);
  return {
    AWSAccountId: key.account,
    Arn: key.arn,
    CreationDate: key.created,
    CurrentKeyMaterialId: isSymmetric(key) && current?.secret ? current.id : undefined,
    CustomerMasterKeySpec: key.spec,
    Description: key.description,
    Enabled: state === 'Enabled',
    KeyId: key.id,
    KeyManager: 'CUSTOMER',
    KeySpec: key.spec,
    KeyState: state,
    KeyUsage: key.usage,
    MultiRegion: key.multi_region !== null,
    MultiRegionConfiguration: multiRegionConfiguration(key),
    Origin: key.origin,
    ...algorithmsView(key),
    ...(key.origin === 'EXTERNAL' && state !== 'PendingImport' ? expiration(key.materials) : {}),
    ...deletion(key),
  };
}

const algorithmMembers = {
  ENCRYPT_DECRYPT: 'EncryptionAlgorithms',
  SIGN_VERIFY: 'SigningAlgorithms',
  GENERATE_VERIFY_MAC: 'MacAlgorithms',
} as const;

export function algorithmsView(key: Key): object {
  return { [algorithmMembers[key.usage]]: algorithmsOf(key) };
}

/** The earliest expiry of the material that the key needs. */
function expiration(materials: readonly Material[]): object {
  const ends = materials
    .filter(({ state, secret }) => state !== 'PENDING_ROTATION' && secret !== null)
    .flatMap(({ valid_to }) => (valid_to === null ? [] : [valid_to.getTime()]));
  if (ends.length > 0)
    return { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: new Date(Math.min(...ends)) };
  return materials.length > 0 ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } : {};
}

function deletion(key: Key): object {
  if (key.deletion === null) return {};
  return keyState(key) === 'PendingReplicaDeletion'
    ? { PendingDeletionWindowInDays: key.deletion.window_days }
    : { DeletionDate: key.deletion.date };
}

/** `undefined` for a single-Region key. */
function multiRegionConfiguration(key: Key): object | undefined {
  if (key.multi_region === null) return undefined;
  return {
    MultiRegionKeyType: isPrimary(key) ? 'PRIMARY' : 'REPLICA',
    PrimaryKey: { Arn: key.multi_region.primary.arn, Region: key.multi_region.primary.region },
    ReplicaKeys: key.multi_region.replicas.map(({ arn, region }) => ({ Arn: arn, Region: region })),
  };
}
