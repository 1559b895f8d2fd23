import { showFailure } from '../../model/evidence.ts';
import type { VersionCheck } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';

export const materialHistory: VersionCheck<'material_history'> = {
  id: 'material_history',
  scope: 'version',
  depth: 'full',
  proves: 'The KMS key has one key material, the one that Vault imported: none was added or replaced it.',
  why: 'KMS can rotate imported material on demand. Vault creates one KMS key per version, so it never adds a second material.',
  calls: ['kms:ListKeyRotations'],
  remedy:
    'Find the RotateKeyOnDemand and ImportKeyMaterial events of this key in CloudTrail; distribute the key again so that a fresh KMS key holds Vault’s material alone.',
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
    if (materials.length <= 1) return pass;
    return fail({
      expected: 'one key material',
      actual: `${materials.length} key materials`,
      message: `${versionName(subject)}: the KMS key ${key.arn} has ${materials.length} key materials (${materials
        .map(({ id, state }) => `${id ?? 'unnamed'} ${state ?? ''}`.trim())
        .join(', ')}).`,
    });
  },
};
