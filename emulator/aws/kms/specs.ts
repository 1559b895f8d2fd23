export type KeyUsage = 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC';

/** The properties of a key spec. */
export interface KeySpec {
  readonly family: 'symmetric' | 'hmac' | 'rsa' | 'ecc';
  /** Bits of an RSA modulus or of an AES key. */
  readonly bits?: number;
  /** The curve's name in node:crypto. */
  readonly curve?: string;
  /** The algorithms for each key usage that the spec allows. */
  readonly algorithms: Readonly<Partial<Record<KeyUsage, readonly string[]>>>;
}

const hmac = (bits: number): KeySpec => ({
  family: 'hmac',
  bits,
  algorithms: { GENERATE_VERIFY_MAC: [`HMAC_SHA_${bits}`] },
});

const rsa = (bits: number): KeySpec => ({
  family: 'rsa',
  bits,
  algorithms: {
    ENCRYPT_DECRYPT: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'],
    SIGN_VERIFY: ['RSASSA_PKCS1_V1_5', 'RSASSA_PSS'].flatMap((scheme) =>
      ['256', '384', '512'].map((hash) => `${scheme}_SHA_${hash}`),
    ),
  },
});

const ecc = (curve: string, signing: string): KeySpec => ({
  family: 'ecc',
  curve,
  algorithms: { SIGN_VERIFY: [signing] },
});

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
export const keySpecs: Readonly<Record<string, KeySpec>> = {
  SYMMETRIC_DEFAULT: {
    family: 'symmetric',
    bits: 256,
    algorithms: { ENCRYPT_DECRYPT: ['SYMMETRIC_DEFAULT'] },
  },
  HMAC_224: hmac(224),
  HMAC_256: hmac(256),
  HMAC_384: hmac(384),
  HMAC_512: hmac(512),
  RSA_2048: rsa(2048),
  RSA_3072: rsa(3072),
  RSA_4096: rsa(4096),
  ECC_NIST_P256: ecc('prime256v1', 'ECDSA_SHA_256'),
  ECC_NIST_P384: ecc('secp384r1', 'ECDSA_SHA_384'),
  ECC_NIST_P521: ecc('secp521r1', 'ECDSA_SHA_512'),
  ECC_SECG_P256K1: ecc('secp256k1', 'ECDSA_SHA_256'),
};
