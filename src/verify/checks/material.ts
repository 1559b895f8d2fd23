import type { VersionCheck } from '../check.ts';
import { fail, pass, versionName } from '../check.ts';

export const material: VersionCheck<'material'> = {
  id: 'material',
  scope: 'version',
  depth: 'standard',
  proves: 'The key material is in the KMS key.',
  why: 'A KMS key that waits for its material has the right origin and alias, but cannot be used.',
  calls: ['kms:DescribeKey'],
  remedy:
    'Import the same material again through Vault (remove the distribution and distribute the key again), and find the cause in CloudTrail: ImportKeyMaterial missing (the distribution never ended), DeleteImportedKeyMaterial, or DeleteExpiredKeyMaterial.',
  run: (subject) => {
    const { key } = subject;
    if (key.key_state !== 'PendingImport') return pass;
    return fail({
      expected: 'key material present',
      actual: 'PendingImport',
      message: `${versionName(subject)}: the KMS key ${key.arn} has no key material: it was never imported, it expired, or it was deleted.`,
    });
  },
};
