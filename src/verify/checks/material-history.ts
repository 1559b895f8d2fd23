import { showFailure } from '../../model/evidence.ts';
import type { VersionCheck } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { keepKey, moveData } from '../move-data.ts';
import { findEvents, staysOnRecord } from '../remedy.ts';

export const materialHistory: VersionCheck<'material_history'> = {
  id: 'material_history',
  scope: 'version',
  depth: 'full',
  proves: 'The KMS key has one key material, the one that Vault imported: none was added or replaced it.',
  cannot_see: "Whether the one material is Vault's.",
  why: 'KMS can rotate imported material on demand. Vault creates one KMS key per version, so it never adds a second material.',
  calls: ['kms:ListKeyRotations'],
  remedy: (target) =>
    [
      keepKey(target),
      'Do not delete any of its materials: each decrypts what it encrypted.',
      moveData(target),
      staysOnRecord,
      'Find who imported or rotated material (ImportKeyMaterial, RotateKeyOnDemand):',
      findEvents(target),
    ].join('\n'),
  cost: 'Deleting one material makes the whole KMS key unusable until it is imported again.',
  page: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html',
  run: (subject) => {
    const { evidence, key } = subject;
    if (evidence.materials === null || key.key_spec !== 'SYMMETRIC_DEFAULT' || key.origin !== 'EXTERNAL')
      return skip;
    if (!evidence.materials.ok)
      return indeterminate({
        expected: 'one key material',
        actual: evidence.materials.failure.code,
        message: `${versionName(subject)}: the material history of the KMS key ${key.arn} could not be read (${showFailure(evidence.materials.failure)}).`,
        remedy: failureRemedy(evidence.materials.failure),
      });
    const materials = evidence.materials.value;
    const [only] = materials;
    if (only === undefined)
      return indeterminate({
        expected: 'one key material',
        actual: 'none listed',
        message: `${versionName(subject)}: KMS lists no key material for the KMS key ${key.arn}, whose state is ${key.key_state}.`,
        remedy: 'Run the check again; if KMS keeps listing none, ask AWS Support.',
      });
    if (materials.length === 1 && only.import_state === 'PENDING_IMPORT')
      return fail({
        expected: 'one key material that is imported',
        actual: 'PENDING_IMPORT',
        message: `${versionName(subject)}: the key material ${only.id ?? ''} of the KMS key ${key.arn} is not imported (PENDING_IMPORT).`,
      });
    if (
      materials.length === 1 &&
      only.id !== null &&
      key.key_material_id !== null &&
      only.id !== key.key_material_id
    )
      return fail({
        expected: `the current key material, ${key.key_material_id}`,
        actual: only.id,
        message: `${versionName(subject)}: the KMS key ${key.arn} lists the key material ${only.id}, but uses ${key.key_material_id}.`,
      });
    if (materials.length === 1) return pass;
    return fail({
      expected: 'one key material',
      actual: `${materials.length} key materials`,
      message: `${versionName(subject)}: the KMS key ${key.arn} has ${materials.length} key materials (${materials
        .map(({ id, state }) => `${id ?? 'unnamed'} ${state ?? ''}`.trim())
        .join(', ')}).`,
    });
  },
};
