import * as v from 'valibot';
import { AwsError, unsupported } from '../errors.ts';
import { byIndex } from '../page.ts';
import { integer, oneOf } from '../validate.ts';
import { kmsPage, limit, marker } from './input.ts';
import { isPrimary, isSymmetric, type Key, type Material, specOf } from './key.ts';
import { generateSecret, material } from './key-material.ts';
import { keyOperation } from './kms-call.ts';
import { requireUsable } from './require-state.ts';

export const rotationOperations = {
  /** The schedule is stored; this KMS does not rotate by it. */
  GetKeyRotationStatus: keyOperation({}, requireSymmetric, ({ arn, rotation_days }) => ({
    KeyId: arn,
    KeyRotationEnabled: rotation_days !== null,
    RotationPeriodInDays: rotation_days ?? undefined,
  })),

  EnableKeyRotation: keyOperation(
    { RotationPeriodInDays: v.optional(integer(90, 2560), 365) },
    requireScheduledRotation,
    (key, { RotationPeriodInDays }) => {
      key.rotation_days = RotationPeriodInDays;
    },
    ({ RotationPeriodInDays }) => ({ 'kms:RotationPeriodInDays': RotationPeriodInDays }),
  ),

  DisableKeyRotation: keyOperation({}, requireScheduledRotation, (key) => {
    key.rotation_days = null;
  }),

  RotateKeyOnDemand: keyOperation({}, requireRotatable, async (key, _, call) => {
    requireUsable(key);
    const next = await nextMaterial(key);
    for (const one of key.materials) if (one.state === 'CURRENT') one.state = 'NON_CURRENT';
    const rotated = { date: call.now, type: 'ON_DEMAND' } as const;
    key.materials = [
      ...key.materials.filter(({ id }) => id !== next.id),
      { ...next, state: 'CURRENT', rotated },
    ];
    return { KeyId: key.arn };
  }),

  ListKeyRotations: keyOperation(
    {
      IncludeKeyMaterial: v.optional(oneOf(['ALL_KEY_MATERIAL', 'ROTATIONS_ONLY']), 'ROTATIONS_ONLY'),
      Limit: limit(1000),
      Marker: marker,
    },
    requireSymmetric,
    (key, input) => {
      const all = input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL';
      const listed = key.materials.filter(({ rotated }) => all || rotated !== null);
      return kmsPage('Rotations', listed, byIndex, (one) => rotation(key, one), 100, input);
    },
  ),
};

/** The imported material that is pending rotation, or material that KMS generates. */
async function nextMaterial(key: Key): Promise<Material> {
  const waiting = key.materials.find(({ state }) => state === 'PENDING_ROTATION');
  if (waiting !== undefined) return waiting;
  if (key.origin === 'EXTERNAL')
    throw new AwsError(
      'KMSInvalidStateException',
      `No available key material pending rotation for the key: ${key.arn}.`,
    );
  return material(key.id, await generateSecret(specOf(key)));
}

/** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_RotationsListEntry.html */
function rotation(key: Key, { id, secret, state, ...rest }: Material): object {
  const { arn: KeyId, origin } = key;
  const rotated = { RotationDate: rest.rotated?.date, RotationType: rest.rotated?.type };
  const entry = { KeyId, KeyMaterialId: id, KeyMaterialState: state, ...rotated };
  if (origin !== 'EXTERNAL') return entry;
  const KeyMaterialDescription = rest.description ?? undefined;
  if (secret === null) return { ...entry, ImportState: 'PENDING_IMPORT', KeyMaterialDescription };
  const expiry = { ExpirationModel: rest.expiration_model, ValidTo: rest.valid_to ?? undefined };
  return { ...entry, ImportState: 'IMPORTED', ...expiry, KeyMaterialDescription };
}

function requireScheduledRotation(key: Key): void {
  requireRotatable(key);
  if (key.origin === 'EXTERNAL')
    throw unsupported(`${key.arn} origin is EXTERNAL which is not valid for this operation.`);
  requireUsable(key);
}

function requireRotatable(key: Key): void {
  requireSymmetric(key);
  if (key.multi_region === null || isPrimary(key)) return;
  throw unsupported(`${key.arn} is a multi-Region replica key: rotate its primary key.`);
}

function requireSymmetric(key: Key): void {
  if (isSymmetric(key)) return;
  throw unsupported(`${key.arn} is not a symmetric encryption key.`);
}
