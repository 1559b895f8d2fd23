import type { VersionCheck } from '../check.ts';
import { compareEnum, skip, versionName } from '../check.ts';

export const origin: VersionCheck = {
  id: 'origin',
  scope: 'version',
  depth: 'standard',
  proves: 'The key material was imported (Origin EXTERNAL), not made by KMS.',
  why: 'Material that KMS made is not what Vault holds: what is encrypted under it cannot be decrypted with Vault’s copy.',
  calls: ['kms:DescribeKey'],
  remedy: 'Find out who made this KMS key; distribute the key again so that Vault imports its own material.',
  run: (subject) => {
    const { key } = subject;
    // An AWS managed key and a custom key store each have a check of their own.
    if (key.key_manager === 'AWS' || key.custom_key_store_id !== null) return skip;
    return compareEnum(
      'Origin',
      'EXTERNAL',
      key.origin,
      ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'],
      `${versionName(subject)}: the material of the KMS key ${key.arn} has the origin ${key.origin}: it is not Vault's.`,
    );
  },
};
