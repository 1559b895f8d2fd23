import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { oneOf, text } from '../validate.ts';
import { blob, keyId, timestamp } from './input.ts';
import type { ExpirationModel, Key, Material } from './key.ts';
import { currentMaterial, hasMaterial, isPrimary, specOf } from './key.ts';
import { importedSecret, incorrect, material } from './key-material.ts';
import type { KmsCall } from './kms-call.ts';
import { kmsOperation } from './kms-call.ts';
import { requireExternal, requireNotDeleted } from './require-state.ts';
import { unwrap, WrappingKeys, wrappingAlgorithms, wrappingKeySpecs } from './wrapping.ts';

const longestValidity = 365 * 24 * 60 * 60 * 1000;

const importInput = v.object({
  KeyId: keyId,
  ImportToken: blob(1, 6144),
  EncryptedKeyMaterial: blob(1, 6144),
  ExpirationModel: v.optional(
    oneOf(['KEY_MATERIAL_EXPIRES', 'KEY_MATERIAL_DOES_NOT_EXPIRE']),
    'KEY_MATERIAL_EXPIRES',
  ),
  ValidTo: v.optional(timestamp),
  ImportType: v.optional(oneOf(['NEW_KEY_MATERIAL', 'EXISTING_KEY_MATERIAL'])),
  KeyMaterialDescription: v.optional(text(0, 256)),
  KeyMaterialId: v.optional(text(64, 64)),
});

const wrappingKeys = new WrappingKeys();

export const importOperations = {
  GetParametersForImport: kmsOperation(
    v.object({
      KeyId: keyId,
      WrappingAlgorithm: oneOf(wrappingAlgorithms),
      WrappingKeySpec: oneOf(wrappingKeySpecs),
    }),
    async (call, input) => {
      const key = call.key(input.KeyId, {
        context: {
          'kms:WrappingAlgorithm': input.WrappingAlgorithm,
          'kms:WrappingKeySpec': input.WrappingKeySpec,
        },
      });
      requireExternal(key);
      requireNotDeleted(key);
      const { publicKey, privateKey } = await wrappingKeys.get(input.WrappingKeySpec);
      const parameters = { key_id: key.id, algorithm: input.WrappingAlgorithm, private_key: privateKey };
      const token = call.region.tokens.issue(parameters, call.now);
      return {
        KeyId: key.arn,
        ImportToken: token.bytes,
        ParametersValidTo: token.expires,
        PublicKey: publicKey.export({ type: 'spki', format: 'der' }),
      };
    },
  ),

  ImportKeyMaterial: kmsOperation(importInput, (call, input) => {
    const key = call.key(input.KeyId, {
      context: { 'kms:ExpirationModel': input.ExpirationModel, 'kms:ValidTo': input.ValidTo },
    });
    requireExternal(key);
    requireNotDeleted(key);
    const validTo = validityEnd(input.ExpirationModel, input.ValidTo, call.now);
    const token = call.region.tokens.check(input.ImportToken, key.id, call.now);
    const bytes = unwrap(input.EncryptedKeyMaterial, token.algorithm, token.private_key);
    const imported: Material = {
      ...material(key.id, importedSecret(specOf(key), bytes)),
      expiration_model: input.ExpirationModel,
      valid_to: validTo,
      description: input.KeyMaterialDescription ?? null,
    };
    requirePrimaryMaterial(call, key, imported);
    addMaterial(key, imported, input.ImportType);
    call.region.tokens.spend(input.ImportToken);
    return { KeyId: key.arn, KeyMaterialId: symmetric(key) ? imported.id : undefined };
  }),

  DeleteImportedKeyMaterial: kmsOperation(
    v.object({ KeyId: keyId, KeyMaterialId: v.optional(text(64, 64)) }),
    (call, input) => {
      const key = call.key(input.KeyId);
      requireExternal(key);
      const { KeyMaterialId: wanted } = input;
      const found =
        wanted === undefined ? currentMaterial(key) : key.materials.find(({ id }) => id === wanted);
      if (wanted !== undefined && found === undefined) {
        throw new AwsError('NotFoundException', `Key material ${wanted} does not exist in ${key.arn}`);
      }
      if (found) removeSecret(key, found);
      return { KeyId: key.arn, KeyMaterialId: symmetric(key) ? found?.id : undefined };
    },
  ),
};

/** Material that is pending rotation is removed. Other material can be imported again, so its entry stays. */
function removeSecret(key: Key, found: Material): void {
  if (found.state === 'PENDING_ROTATION') key.materials = key.materials.filter((one) => one !== found);
  else found.secret = null;
}

/** A replica accepts only material of its primary key. Both have the same key id, so the material ids are equal. */
function requirePrimaryMaterial(call: KmsCall, key: Key, { id }: Material): void {
  if (key.multi_region === null || isPrimary(key)) return;
  const primary = call.store.region(key.account, key.multi_region.primary.region).key(key.id);
  if (primary?.materials.some((one) => one.id === id)) return;
  throw incorrect('it is not the material of the primary key');
}

/** Adds imported material: as the first, as a reimport, or pending rotation. */
function addMaterial(
  key: Key,
  imported: Material,
  type: v.InferOutput<typeof importInput>['ImportType'],
): void {
  const first = key.materials.length === 0;
  const complete = hasMaterial(key);
  const index = key.materials.findIndex(({ id }) => id === imported.id);
  const isNew = (type ?? (first ? 'NEW_KEY_MATERIAL' : 'EXISTING_KEY_MATERIAL')) === 'NEW_KEY_MATERIAL';
  if (isNew) {
    if (index >= 0) throw incorrect('it is already associated with the KMS key');
    if (!first && !symmetric(key)) throw incorrect('only symmetric encryption keys take more than one');
    key.materials = key.materials.filter(({ state }) => state !== 'PENDING_ROTATION');
    key.materials.push(first ? imported : { ...imported, state: 'PENDING_ROTATION' });
  } else {
    const known = key.materials[index];
    if (known === undefined) throw incorrect('it is not the material that was imported before');
    const { state, rotated, description } = known;
    key.materials[index] = { ...imported, state, rotated, description: imported.description ?? description };
  }
  if (!complete && hasMaterial(key)) key.enabled = true;
}

function validityEnd(model: ExpirationModel, validTo: Date | undefined, now: Date): Date | null {
  const invalid = (message: string) => new AwsError('ValidationException', message);
  if (model === 'KEY_MATERIAL_DOES_NOT_EXPIRE') {
    if (validTo !== undefined)
      throw invalid('A ValidTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE');
    return null;
  }
  if (validTo === undefined)
    throw invalid('A ValidTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES');
  if (validTo <= now) throw invalid('The ValidTo date must be in the future');
  if (validTo.getTime() - now.getTime() > longestValidity)
    throw invalid('The ValidTo date must be within 365 days');
  return validTo;
}

function symmetric(key: Key): boolean {
  return specOf(key).family === 'symmetric';
}
