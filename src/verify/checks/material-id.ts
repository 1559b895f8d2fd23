import type { VersionCheck } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';

export const materialId: VersionCheck<'material_id'> = {
  id: 'material_id',
  scope: 'version',
  depth: 'standard',
  proves: "KMS's id of the current material is the same as in an earlier report, where one is given.",
  why: 'The id is computed from the KMS key and its material, so it changes when someone other than Vault replaces the material.',
  calls: ['kms:DescribeKey'],
  remedy:
    'Find the ImportKeyMaterial and RotateKeyOnDemand events of this key in CloudTrail; distribute the key again.',
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
