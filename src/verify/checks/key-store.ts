import type { VersionCheck } from '../check.ts';
import { fail, pass, versionName } from '../check.ts';

export const keyStore: VersionCheck<'key_store'> = {
  id: 'key_store',
  scope: 'version',
  depth: 'standard',
  proves: 'The KMS key is in KMS itself, not in a custom key store.',
  why: 'Material cannot be imported into a custom key store, so such a key does not hold what Vault holds.',
  calls: ['kms:DescribeKey'],
  remedy: "Find out how this key's id came into Vault's record; distribute the key again.",
  run: (subject) => {
    const { custom_key_store_id, arn } = subject.key;
    if (custom_key_store_id === null) return pass;
    return fail({
      expected: 'no custom key store',
      actual: custom_key_store_id,
      message: `${versionName(subject)}: the KMS key ${arn} is in the custom key store ${custom_key_store_id}.`,
    });
  },
};
