import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { pageOf } from '../page.ts';
import { integer, oneOf } from '../validate.ts';
import { keyId, limit, marker } from './input.ts';
import type { Key, Material } from './key.ts';
import { isPrimary, specOf } from './key.ts';
import { generateSecret, material } from './key-material.ts';
import type { KmsCall } from './kms-call.ts';
import { kmsOperation } from './kms-call.ts';
import { requireUsable } from './require-state.ts';

export const rotationOperations = {
  /** The schedule is stored; this KMS does not rotate by it. */
  GetKeyRotationStatus: kmsOperation(v.object({ KeyId: keyId }), (call, input) => {
    const key = call.key(input.KeyId);
    requireSymmetric(key);
    return {
      KeyId: key.arn,
      KeyRotationEnabled: key.rotation_days !== null,
      RotationPeriodInDays: key.rotation_days ?? undefined,
    };
  }),

  EnableKeyRotation: kmsOperation(
    v.object({ KeyId: keyId, RotationPeriodInDays: v.optional(integer(90, 2560)) }),
    (call, input) => {
      const days = input.RotationPeriodInDays ?? 365;
      const key = call.key(input.KeyId, { context: { 'kms:RotationPeriodInDays': days } });
      requireScheduledRotation(key);
      key.rotation_days = days;
      return undefined;
    },
  ),

  DisableKeyRotation: kmsOperation(v.object({ KeyId: keyId }), (call, input) => {
    const key = call.key(input.KeyId);
    requireScheduledRotation(key);
    key.rotation_days = null;
    return undefined;
  }),

  RotateKeyOnDemand: kmsOperation(v.object({ KeyId: keyId }), async (call, input) => {
    const key = call.key(input.KeyId);
    requireSymmetric(key);
    requireRotatable(key);
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

  ListKeyRotations: kmsOperation(
    v.object({
      KeyId: keyId,
      IncludeKeyMaterial: v.optional(oneOf(['ALL_KEY_MATERIAL', 'ROTATIONS_ONLY']), 'ROTATIONS_ONLY'),
      Limit: limit(1000),
      Marker: marker,
    }),
    (call: KmsCall, input) => {
      const key = call.key(input.KeyId);
      requireSymmetric(key);
      const all = input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL';
      const listed = key.materials.filter(({ rotated }) => all || rotated !== null);
      const numbered = listed.map((one, index) => ({ one, order: String(index).padStart(6, '0') }));
      const page = pageOf(numbered, ({ order }) => order, input.Limit ?? 100, input.Marker);
      return {
        Rotations: page.items.map(({ one }) => rotation(key, one)),
        NextMarker: page.next,
        Truncated: page.next !== undefined,
      };
    },
  ),
};

/** The imported material that is pending rotation, or material that KMS generates. */
async function nextMaterial(key: Key): Promise<Material> {
  const waiting = key.materials.find(({ state }) => state === 'PENDING_ROTATION');
  if (waiting !== undefined) return waiting;
  if (key.origin === 'EXTERNAL') {
    throw new AwsError(
      'KMSInvalidStateException',
      `No available key material pending rotation for the key: ${key.arn}.`,
    );
  }
  return material(key.id, await generateSecret(specOf(key)));
}

/**
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_RotationsListEntry.html
 */
function rotation(key: Key, { id, secret, state, ...rest }: Material): object {
  const imported = key.origin === 'EXTERNAL';
  return {
    KeyId: key.arn,
    KeyMaterialId: id,
    KeyMaterialState: state,
    RotationDate: rest.rotated?.date,
    RotationType: rest.rotated?.type,
    ...(imported
      ? {
          ImportState: secret === null ? 'PENDING_IMPORT' : 'IMPORTED',
          ExpirationModel: secret === null ? undefined : rest.expiration_model,
          ValidTo: secret === null ? undefined : (rest.valid_to ?? undefined),
          KeyMaterialDescription: rest.description ?? undefined,
        }
      : {}),
  };
}

function requireScheduledRotation(key: Key): void {
  requireSymmetric(key);
  requireRotatable(key);
  if (key.origin === 'EXTERNAL') {
    throw new AwsError(
      'UnsupportedOperationException',
      `${key.arn} origin is EXTERNAL which is not valid for this operation.`,
    );
  }
  requireUsable(key);
}

function requireRotatable(key: Key): void {
  if (key.multi_region === null || isPrimary(key)) return;
  throw new AwsError(
    'UnsupportedOperationException',
    `${key.arn} is a multi-Region replica key: rotate its primary key.`,
  );
}

function requireSymmetric(key: Key): void {
  if (specOf(key).family === 'symmetric') return;
  throw new AwsError('UnsupportedOperationException', `${key.arn} is not a symmetric encryption key.`);
}
