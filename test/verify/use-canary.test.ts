import {
  constants,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  sign,
} from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { KmsKey } from '../../src/model/evidence.ts';
import { found } from '../../src/model/evidence.ts';
import type { Expectation } from '../../src/model/expectation.ts';
import { canaryText, isSignedBy, useCanary } from '../../src/verify/use-canary.ts';
import { expectation, keyId, kmsKey, region } from './support/fixtures.ts';
import { fakeReader } from './support/reader.ts';

const text = Buffer.from(canaryText(keyId(1)));
const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

/** A signature as KMS makes it: ECDSA in DER, or RSASSA-PSS with a salt as long as the digest. */
const pairs = {
  ECC_NIST_P256: { pair: generateKeyPairSync('ec', { namedCurve: 'P-256' }), digest: 'sha256' },
  ECC_NIST_P384: { pair: generateKeyPairSync('ec', { namedCurve: 'P-384' }), digest: 'sha384' },
  RSA_2048: { pair: generateKeyPairSync('rsa', { modulusLength: 2048 }), digest: 'sha256' },
};

test.each(Object.entries(pairs))('%s: only the pair of the public key signs the canary', (spec, one) => {
  const { publicKey, privateKey } = one.pair;
  const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const signature = sign(one.digest, text, spec.startsWith('RSA') ? pss : privateKey).toString('base64');
  const other = pairs[spec === 'ECC_NIST_P256' ? 'ECC_NIST_P384' : 'ECC_NIST_P256'].pair.publicKey;
  expect(isSignedBy(pemOf(publicKey), spec, keyId(1), signature)).toBe(true);
  expect(isSignedBy(pemOf(publicKey), spec, keyId(2), signature)).toBe(false);
  expect(isSignedBy(pemOf(other), spec, keyId(1), signature)).toBe(false);
});

test('a signature with another padding is none of the canary', () => {
  const { publicKey, privateKey } = pairs.RSA_2048.pair;
  const signature = createSign('sha256').update(text).sign(privateKey, 'base64');
  expect(isSignedBy(pemOf(publicKey), 'RSA_2048', keyId(1), signature)).toBe(false);
});

test.each([
  ['a text that is no public key', 'no key', 'RSA_2048'],
  ['a key spec that does not sign', pemOf(pairs.RSA_2048.pair.publicKey), 'SYMMETRIC_DEFAULT'],
  ['no key spec', pemOf(pairs.RSA_2048.pair.publicKey), null],
])('nothing is signed by %s', (_, pem, spec) => {
  expect(isSignedBy(pem, spec, keyId(1), 'AAAA')).toBe(false);
});

describe('a KMS key', () => {
  /** Uses version 2, and says what AWS was asked. */
  async function use(key: Partial<KmsKey> = {}, expected: Partial<Expectation> = {}) {
    const asked: unknown[] = [];
    const answering =
      (use: string, answer: string) =>
      async (...request: unknown[]) => {
        asked.push([use, ...request]);
        return found(answer);
      };
    const evidence = await useCanary(expectation(expected), 2, kmsKey(keyId(2), key), region, {
      ...fakeReader({}).reader,
      encrypt: answering('encrypt', 'CIPHERTEXT'),
      decrypt: answering('decrypt', 'plain'),
      sign: answering('sign', 'SIGNATURE'),
    });
    return { evidence, asked };
  }

  const context = { 'vault-keymgmt': 'canary', 'kms-key': keyId(2) };
  const rsa = { key_spec: 'RSA_2048', key_usage: 'ENCRYPT_DECRYPT' };
  const publicKey = pemOf(pairs.RSA_2048.pair.publicKey);

  test('encrypts its own text where no earlier report has a canary of this version', async () => {
    const canaries = { '1': { ciphertext: 'OF ANOTHER VERSION', made_at: '2023-12-01T00:00:00.000Z' } };
    expect(await use({}, { canaries })).toEqual({
      evidence: { use: 'encrypt', answer: found('CIPHERTEXT') },
      asked: [['encrypt', region, keyId(2), `vault-keymgmt canary of ${keyId(2)}`, context]],
    });
  });

  test('decrypts the canary of an earlier report, in the same encryption context', async () => {
    const canaries = { '2': { ciphertext: 'KEPT', made_at: '2023-12-01T00:00:00.000Z' } };
    expect(await use({}, { canaries })).toEqual({
      evidence: { use: 'decrypt', answer: found('plain') },
      asked: [['decrypt', region, keyId(2), 'KEPT', context]],
    });
  });

  test('of type RSA decrypts what the public key in Vault encrypted', async () => {
    const { evidence, asked } = await use(rsa, { public_keys: { '2': publicKey } });
    expect(evidence).toEqual({ use: 'decrypt', answer: found('plain') });
    expect(asked).toEqual([['decrypt', region, keyId(2), expect.any(String), null]]);
    const [, , , ciphertext] = asked[0] as string[];
    const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    const decrypted = privateDecrypt(
      { key: pairs.RSA_2048.pair.privateKey, ...oaep },
      Buffer.from(ciphertext!, 'base64'),
    );
    expect(decrypted.toString()).toBe(canaryText(keyId(2)));
  });

  test.each([
    ['RSA_2048', 'RSASSA_PSS_SHA_256'],
    ['RSA_3072', 'RSASSA_PSS_SHA_256'],
    ['RSA_4096', 'RSASSA_PSS_SHA_256'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
    ['ECC_NIST_P384', 'ECDSA_SHA_384'],
    ['ECC_NIST_P521', 'ECDSA_SHA_512'],
  ])('of the spec %s that signs, signs with %s', async (key_spec, algorithm) => {
    const key = { key_spec, key_usage: 'SIGN_VERIFY' };
    expect(await use(key, { public_keys: { '2': publicKey } })).toEqual({
      evidence: { use: 'sign', answer: found('SIGNATURE') },
      asked: [['sign', region, keyId(2), canaryText(keyId(2)), algorithm]],
    });
  });

  test.each<[string, Partial<KmsKey>, Partial<Expectation>]>([
    ['is disabled in AWS', { key_state: 'Disabled' }, {}],
    ['is retired in Vault', {}, { min_enabled_version: 3 }],
    ['holds material that Vault did not import', { origin: 'AWS_KMS' }, {}],
    ['has a public key that Vault did not tell', rsa, {}],
    ['has a public key that cannot be read', rsa, { public_keys: { '2': 'no key' } }],
    ['has a spec that is not known', { key_spec: 'SM2' }, { public_keys: { '2': publicKey } }],
  ])('is not used when it %s', async (_, key, expected) => {
    expect(await use(key, expected)).toEqual({ evidence: null, asked: [] });
  });
});
