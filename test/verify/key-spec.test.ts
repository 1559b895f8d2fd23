import { expect, test } from '@jest/globals';
import { found } from '../../src/model/evidence.ts';
import { indexAliases } from '../../src/verify/aliases.ts';
import { evaluateKey } from '../../src/verify/evaluate-key.ts';
import { alias, context, evidence, expectation, keyId, kmsKey } from './support/fixtures.ts';

/** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html#KMS-Type-KeyMetadata-KeySpec */
const documented = [
  ...['RSA_2048', 'RSA_3072', 'RSA_4096', 'SYMMETRIC_DEFAULT', 'SM2'],
  ...['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519'],
  ...['HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512', 'ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'],
];

function verdict(type: string, key_spec: string | null) {
  const { key } = evaluateKey(
    expectation({ type, versions: { '2': keyId(2) } }),
    { '2': evidence(kmsKey(keyId(2), { key_spec })) },
    indexAliases(found([alias()])),
    context,
  );
  const finding = key.versions[0]!.findings.find(({ check }) => check === 'key_spec');
  return finding === undefined ? 'pass' : `${finding.status}: ${finding.actual}`;
}

test.each(documented)('the spec %s is one that KMS has: a key of another type fails', (spec) => {
  const type = spec === 'RSA_3072' ? 'rsa-2048' : 'rsa-3072';
  expect(verdict(type, spec)).toBe(`fail: ${spec}`);
});

test('a spec, or a type, that this version does not know is indeterminate', () => {
  expect(verdict('rsa-3072', 'RSA_3072')).toBe('pass');
  expect(verdict('rsa-3072', 'ML_KEM_768')).toBe('indeterminate: ML_KEM_768');
  expect(verdict('ml-kem-768', 'ML_KEM_768')).toBe('indeterminate: ML_KEM_768');
  expect(verdict('ml-kem-768', null)).toBe('indeterminate: no value');
});
