import type { VersionCheck } from '../check.ts';
import { compareEnum, indeterminate, versionName } from '../check.ts';
import { keySpecOf } from '../expectations.ts';
import { keepKey, moveData } from '../move-data.ts';
import { findEvents, staysOnRecord } from '../remedy.ts';

/** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
const known = [
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_NIST_EDWARDS25519',
  'ECC_SECG_P256K1',
  'SYMMETRIC_DEFAULT',
  'HMAC_224',
  'HMAC_256',
  'HMAC_384',
  'HMAC_512',
  'SM2',
  'ML_DSA_44',
  'ML_DSA_65',
  'ML_DSA_87',
];

export const keySpec: VersionCheck<'key_spec'> = {
  id: 'key_spec',
  scope: 'version',
  depth: 'standard',
  proves: "The KMS key's spec fits the type of Vault's key.",
  cannot_see: "Whether the material is Vault's.",
  why: 'Another spec means other material, or another algorithm than the declared one.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      keepKey(target),
      moveData(target),
      staysOnRecord,
      'Find who created this KMS key:',
      findEvents(target),
    ].join('\n'),
  cost: 'Data that is not encrypted again stays readable as long as this KMS key exists, and no longer.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html',
  run: (subject) => {
    const { key, expectation } = subject;
    const expected = keySpecOf(expectation.type);
    if (expected === null)
      return indeterminate({
        expected: `a spec for the type ${expectation.type}`,
        actual: key.key_spec ?? 'no value',
        message: `${versionName(subject)}: this version does not know which KMS key spec fits the type ${expectation.type}.`,
        remedy: 'Update this tool, or check the key manually.',
      });
    return compareEnum(
      subject,
      'KeySpec',
      expected,
      key.key_spec,
      known,
      `has the spec ${key.key_spec}; the type ${expectation.type} needs ${expected}`,
    );
  },
};
