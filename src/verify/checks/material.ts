import type { VersionCheck } from '../check.ts';
import { fail, pass, versionName } from '../check.ts';
import { distributeAgain, isSymmetric } from '../move-data.ts';
import { findEvents, onKey, rotate } from '../remedy.ts';

export const material: VersionCheck<'material'> = {
  id: 'material',
  scope: 'version',
  depth: 'standard',
  proves: 'The key material is in the KMS key.',
  cannot_see: "Whether the material is Vault's: see `material_id`, `material_history` and `public_key`.",
  why: 'A KMS key that waits for its material has the right origin and alias, but cannot be used, and what it encrypted cannot be decrypted.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      'Do not schedule the deletion of this KMS key: the same key material, imported again into it, makes it usable again.',
      ...(isSymmetric(target.kind)
        ? [
            'Do not remove the distribution either: only the same key material, imported again into this same KMS key, makes its ciphertext readable again, and a KMS key that Vault creates later cannot read it.',
          ]
        : []),
      "Vault holds the material, and its documentation has no request that imports it again into an existing KMS key: ask HashiCorp's support, or the owner of a copy outside Vault, to import it (steps: get-parameters-for-import, then import-key-material without an expiry):",
      onKey(
        'get-parameters-for-import --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_4096',
        target,
      ),
      'For new data only, rotate the key in Vault; the alias moves to a new KMS key, and this one stays as it is:',
      rotate(target),
      ...(isSymmetric(target.kind) ? [] : distributeAgain(target)),
      'Find who removed the material, or when it expired (DeleteImportedKeyMaterial, DeleteExpiredKeyMaterial):',
      findEvents(target),
    ].join('\n'),
  cost: 'Nothing decrypts the ciphertext of a symmetric key until the same material is back in this KMS key. Rotating removes nothing. Distributing an asymmetric key again replaces the KMS keys of all versions.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-considerations.html',
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
