import { createPublicKey } from 'node:crypto';
import * as v from 'valibot';
import { day, later } from '../../later.ts';
import { notFound, validation } from '../errors.ts';
import { oneOf, text } from '../validate.ts';
import { blob, timestamp } from './input.ts';
import {
  currentMaterial,
  type ExpirationModel,
  hasMaterial,
  isPrimary,
  isSymmetric,
  type Key,
  type Material,
  specOf,
} from './key.ts';
import { importedSecret, incorrect, material } from './key-material.ts';
import { type KmsCall, keyOperation } from './kms-call.ts';
import { requireExternal, requireNotDeleted } from './require-state.ts';
import { unwrap, wrappingAlgorithms, wrappingKey, wrappingKeySpecs } from './wrapping.ts';

const importInput = {
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
};
type ImportType = 'NEW_KEY_MATERIAL' | 'EXISTING_KEY_MATERIAL' | undefined;

export const importOperations = {
  GetParametersForImport: keyOperation(
    { WrappingAlgorithm: oneOf(wrappingAlgorithms), WrappingKeySpec: oneOf(wrappingKeySpecs) },
    requireImportable,
    async (key, { WrappingAlgorithm: algorithm, WrappingKeySpec }, { region, now }) => {
      const private_key = await wrappingKey(WrappingKeySpec);
      const token = region.tokens.issue({ key_id: key.id, algorithm, private_key }, now);
      return {
        KeyId: key.arn,
        ImportToken: token.name,
        ParametersValidTo: token.expires,
        PublicKey: createPublicKey(private_key).export({ type: 'spki', format: 'der' }),
      };
    },
    ({ WrappingAlgorithm, WrappingKeySpec }) => ({
      'kms:WrappingAlgorithm': WrappingAlgorithm,
      'kms:WrappingKeySpec': WrappingKeySpec,
    }),
  ),

  ImportKeyMaterial: keyOperation(
    importInput,
    requireImportable,
    (key, input, call) => {
      const { tokens } = call.region;
      const valid_to = validityEnd(input.ExpirationModel, input.ValidTo, call.now);
      const name = Buffer.from(input.ImportToken).toString('base64');
      const token = tokens.check(name, key.id, call.now);
      const bytes = unwrap(input.EncryptedKeyMaterial, token.algorithm, token.private_key);
      const imported: Material = {
        ...material(key.id, importedSecret(specOf(key), bytes)),
        expiration_model: input.ExpirationModel,
        valid_to,
        description: input.KeyMaterialDescription ?? null,
      };
      requirePrimaryMaterial(call, key, imported);
      addMaterial(key, imported, input.ImportType);
      tokens.delete(name);
      return { KeyId: key.arn, KeyMaterialId: isSymmetric(key) ? imported.id : undefined };
    },
    ({ ExpirationModel, ValidTo }) => ({ 'kms:ExpirationModel': ExpirationModel, 'kms:ValidTo': ValidTo }),
  ),

  DeleteImportedKeyMaterial: keyOperation(
    { KeyMaterialId: v.optional(text(64, 64)) },
    requireExternal,
    (key, { KeyMaterialId: wanted }) => {
      const found =
        wanted === undefined ? currentMaterial(key) : key.materials.find(({ id }) => id === wanted);
      if (wanted !== undefined && found === undefined)
        throw notFound(`Key material ${wanted} does not exist in ${key.arn}`);
      if (found) removeSecret(key, found);
      return { KeyId: key.arn, KeyMaterialId: isSymmetric(key) ? found?.id : undefined };
    },
  ),
};

function requireImportable(key: Key): void {
  requireExternal(key);
  requireNotDeleted(key);
}

/** Material that is pending rotation is removed. Other material can be imported again, so its entry stays. */
function removeSecret(key: Key, found: Material): void {
  if (found.state === 'PENDING_ROTATION') key.materials = key.materials.filter((one) => one !== found);
  else found.secret = null;
}

/** A replica accepts only material of its primary key. Both have the same key id, so the material ids are equal. */
function requirePrimaryMaterial(call: KmsCall, key: Key, { id }: Material): void {
  if (key.multi_region === null || isPrimary(key)) return;
  const primary = call.system.regionOf(key.account, key.multi_region.primary.region).key(key.id);
  if (primary?.materials.some((one) => one.id === id)) return;
  throw incorrect('it is not the material of the primary key');
}

/** Adds imported material: as the first, as a reimport, or pending rotation. */
function addMaterial(key: Key, imported: Material, type: ImportType): void {
  const first = key.materials.length === 0;
  const complete = hasMaterial(key);
  const index = key.materials.findIndex(({ id }) => id === imported.id);
  const isNew = (type ?? (first ? 'NEW_KEY_MATERIAL' : 'EXISTING_KEY_MATERIAL')) === 'NEW_KEY_MATERIAL';
  if (isNew) {
    if (index >= 0) throw incorrect('it is already associated with the KMS key');
    if (!first && !isSymmetric(key)) throw incorrect('only symmetric encryption keys take more than one');
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
  if (model === 'KEY_MATERIAL_DOES_NOT_EXPIRE') {
    if (validTo !== undefined)
      throw validation(
        'A ValidTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE',
      );
    return null;
  }
  if (validTo === undefined)
    throw validation('A ValidTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES');
  if (validTo <= now) throw validation('The ValidTo date must be in the future');
  if (validTo > later(now, 365 * day)) throw validation('The ValidTo date must be within 365 days');
  return validTo;
}
