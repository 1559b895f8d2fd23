import type { VersionCheck } from '../check.ts';
import { compareEnum, indeterminate, skip, versionName } from '../check.ts';
import { keyUsageOf } from '../expectations.ts';
import { keepKey, moveData } from '../move-data.ts';
import { staysOnRecord } from '../remedy.ts';

export const keyUsage: VersionCheck<'key_usage'> = {
  id: 'key_usage',
  scope: 'version',
  depth: 'standard',
  proves: "The KMS key's usage fits the purpose of Vault's distribution.",
  cannot_see: 'What applications do with the key.',
  why: 'KMS rejects every operation outside the usage, and the usage of a KMS key cannot be changed.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      keepKey(target),
      moveData(target),
      staysOnRecord,
      'If the purpose itself is wrong: it cannot be changed, so declare a key under another name with the right purpose, and move the data to its alias.',
    ].join('\n'),
  cost: 'Data that is not encrypted again stays readable as long as this KMS key exists, and no longer.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-usage.html',
  run: (subject) => {
    const { key, expectation } = subject;
    const purpose = expectation.purpose.join(', ');
    if (expectation.purpose.length === 0) return skip;
    const expected = keyUsageOf(expectation.purpose);
    if (expected === null)
      return indeterminate({
        expected: `one usage for ${purpose}`,
        actual: key.key_usage ?? 'no value',
        message: `${versionName(subject)}: no single KMS key usage fits the purpose ${purpose}.`,
        remedy: 'Give the distribution a purpose that is either encryption or signing.',
      });
    return compareEnum(
      subject,
      'KeyUsage',
      expected,
      key.key_usage,
      ['SIGN_VERIFY', 'ENCRYPT_DECRYPT', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'],
      `has the usage ${key.key_usage}; the purpose ${purpose} needs ${expected}`,
    );
  },
};
