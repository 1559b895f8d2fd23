import type { VersionCheck } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { keepKey, moveData } from '../move-data.ts';
import { findEvents, staysOnRecord } from '../remedy.ts';

export const materialId: VersionCheck<'material_id'> = {
  id: 'material_id',
  scope: 'version',
  depth: 'standard',
  proves: "KMS's id of the current material is the same as in an earlier report, where one is given.",
  cannot_see: "Whether the material of the earlier report was Vault's.",
  why: 'The id is computed from the KMS key and its material, so it changes when someone other than Vault replaces the material.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      keepKey(target),
      moveData(target),
      staysOnRecord,
      'Find who imported or rotated material (ImportKeyMaterial, RotateKeyOnDemand):',
      findEvents(target),
    ].join('\n'),
  cost: 'Old ciphertext needs the material that made it, in this KMS key: do not delete any of its materials.',
  page: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html',
  run: (subject) => {
    const { expectation, version, key } = subject;
    const expected = expectation.key_material_ids?.[String(version)];
    if (expected === undefined || key.key_state === 'PendingImport') return skip;
    if (key.key_material_id === expected) return pass;
    if (key.key_material_id === null)
      return indeterminate({
        expected,
        actual: 'no value',
        message: `${versionName(subject)}: KMS returns no material id for the key ${key.arn}.`,
      });
    return fail({
      expected,
      actual: key.key_material_id,
      message: `${versionName(subject)}: the material of the KMS key ${key.arn} is not the recorded one.`,
    });
  },
};
