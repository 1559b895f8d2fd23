/** The properties of a key spec. */
export interface KeySpec {
  readonly family: 'symmetric' | 'hmac' | 'rsa' | 'ecc';
  readonly usages: readonly KeyUsage[];
  /** Bits of an RSA modulus or of an AES key. */
  readonly bits?: number;
  /** The curve's name in node:crypto. */
  readonly curve?: string;
  readonly signing?: readonly string[];
  readonly mac?: readonly string[];
}

export type KeyUsage = 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC';

const hmac = (bits: number): KeySpec => ({
  family: 'hmac',
  usages: ['GENERATE_VERIFY_MAC'],
  bits,
  mac: [`HMAC_SHA_${bits}`],
});

const rsaSigning = [
  'RSASSA_PKCS1_V1_5_SHA_256',
  'RSASSA_PKCS1_V1_5_SHA_384',
  'RSASSA_PKCS1_V1_5_SHA_512',
  'RSASSA_PSS_SHA_256',
  'RSASSA_PSS_SHA_384',
  'RSASSA_PSS_SHA_512',
];
const rsa = (bits: number): KeySpec => ({
  family: 'rsa',
  usages: ['ENCRYPT_DECRYPT', 'SIGN_VERIFY'],
  bits,
  signing: rsaSigning,
});
const ecc = (curve: string, signing: string): KeySpec => ({
  family: 'ecc',
  usages: ['SIGN_VERIFY'],
  curve,
  signing: [signing],
});

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
export const keySpecs: Readonly<Record<string, KeySpec>> = {
  SYMMETRIC_DEFAULT: { family: 'symmetric', usages: ['ENCRYPT_DECRYPT'], bits: 256 },
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

export const rsaEncryption = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'];
