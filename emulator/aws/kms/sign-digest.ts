import {
  constants,
  createHash,
  type KeyObject,
  privateEncrypt,
  publicDecrypt,
  randomBytes,
} from 'node:crypto';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { validation } from '../errors.ts';

/** The DER prefix of a DigestInfo (RFC 8017, section 9.2), by hash length in bits. */
const digestInfo: Readonly<Record<string, string>> = {
  '256': '3031300d060960864801650304020105000420',
  '384': '3041300d060960864801650304020205000430',
  '512': '3051300d060960864801650304020305000440',
};
const curves = {
  prime256v1: p256,
  secp384r1: p384,
  secp521r1: p521,
  secp256k1,
};

/** Signs a digest, where node:crypto would hash it again. */
export function signDigest(digest: Uint8Array, key: KeyObject, algorithm: string): Buffer {
  requireLength(digest, algorithm);
  if (algorithm.startsWith('ECDSA')) {
    const secret = Buffer.from(key.export({ format: 'jwk' }).d!, 'base64url');
    return Buffer.from(curveOf(key).sign(digest, secret, { prehash: false, lowS: false, format: 'der' }));
  }
  if (algorithm.startsWith('RSASSA_PKCS1')) return privateEncrypt(key, pkcs1(digest, algorithm));
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, pssEncode(digest, key, algorithm));
}

export function verifyDigest(
  digest: Uint8Array,
  key: KeyObject,
  algorithm: string,
  signature: Uint8Array,
): boolean {
  requireLength(digest, algorithm);
  try {
    if (algorithm.startsWith('ECDSA')) {
      const { x, y } = key.export({ format: 'jwk' });
      const coordinates = [x!, y!].map((one) => Buffer.from(one, 'base64url'));
      const point = Buffer.concat([Buffer.from([4]), ...coordinates]);
      return curveOf(key).verify(signature, digest, point, { prehash: false, lowS: false, format: 'der' });
    }
    if (algorithm.startsWith('RSASSA_PKCS1'))
      return publicDecrypt(key, signature).equals(pkcs1(digest, algorithm));
    return pssHolds(digest, publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature), algorithm);
  } catch {
    return false;
  }
}

function curveOf(key: KeyObject) {
  return curves[key.asymmetricKeyDetails!.namedCurve as keyof typeof curves];
}

function bitsOf(algorithm: string): string {
  return algorithm.slice(-3);
}

function requireLength(digest: Uint8Array, algorithm: string): void {
  if (digest.length * 8 === Number(bitsOf(algorithm))) return;
  throw validation(`Digest is invalid length for algorithm ${algorithm}.`);
}

function pkcs1(digest: Uint8Array, algorithm: string): Buffer {
  return Buffer.concat([Buffer.from(digestInfo[bitsOf(algorithm)]!, 'hex'), digest]);
}

/** EMSA-PSS (RFC 8017, section 9.1) with a salt of the hash length. */
function pssEncode(digest: Uint8Array, key: KeyObject, algorithm: string): Buffer {
  const size = key.asymmetricKeyDetails!.modulusLength! / 8;
  const salt = randomBytes(digest.length);
  const own = pssHash(digest, salt, algorithm);
  const data = Buffer.concat([Buffer.alloc(size - 2 * digest.length - 2), Buffer.from([1]), salt]);
  const masked = xor(data, mask(own, data.length, algorithm));
  masked[0]! &= 0x7f;
  return Buffer.concat([masked, own, Buffer.from([0xbc])]);
}

function pssHolds(digest: Uint8Array, encoded: Buffer, algorithm: string): boolean {
  const hashAt = encoded.length - digest.length - 1;
  const own = encoded.subarray(hashAt, -1);
  const data = xor(encoded.subarray(0, hashAt), mask(own, hashAt, algorithm));
  return encoded.at(-1) === 0xbc && pssHash(digest, data.subarray(-digest.length), algorithm).equals(own);
}

function pssHash(digest: Uint8Array, salt: Uint8Array, algorithm: string): Buffer {
  return hash(algorithm, Buffer.alloc(8), digest, salt);
}

/** MGF1 (RFC 8017, appendix B.2.1). */
function mask(seed: Uint8Array, length: number, algorithm: string): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / seed.length) }, (_, index) =>
    hash(algorithm, seed, Buffer.from([0, 0, 0, index])),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

function hash(algorithm: string, ...parts: readonly Uint8Array[]): Buffer {
  return createHash(`sha${bitsOf(algorithm)}`)
    .update(Buffer.concat(parts))
    .digest();
}

function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, index) => byte ^ other[index]!));
}
