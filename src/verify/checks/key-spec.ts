import type { VersionCheck } from '../check.ts';
import { compareEnum, indeterminate, versionName } from '../check.ts';
import { keySpecOf } from '../expectations.ts';

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
  why: 'Another spec means other material, or another algorithm than the declared one.',
  calls: ['kms:DescribeKey'],
  remedy: 'Find out who created this KMS key; distribute the key again.',
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
      'KeySpec',
      expected,
      key.key_spec,
      known,
      `${versionName(subject)}: the KMS key ${key.arn} has the spec ${key.key_spec}; the type ${expectation.type} needs ${expected}.`,
    );
  },
};
