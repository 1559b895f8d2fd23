import type { VersionCheck } from '../check.ts';
import { fail, pass, versionName } from '../check.ts';
import { keepKey, moveData } from '../move-data.ts';
import { staysOnRecord } from '../remedy.ts';

export const keyStore: VersionCheck<'key_store'> = {
  id: 'key_store',
  scope: 'version',
  depth: 'standard',
  proves: 'The KMS key is in KMS itself, not in a custom key store.',
  cannot_see: 'Whether the custom key store is connected: `key_state` says that.',
  why: 'Material cannot be imported into a custom key store, so such a key does not hold what Vault holds.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      keepKey(target),
      moveData(target),
      staysOnRecord,
      "Find out how its id came into Vault's record: Vault's audit log has the distribution.",
    ].join('\n'),
  cost: 'Data that is not encrypted again is readable only while the custom key store is connected and this KMS key exists.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html',
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
