import { createHash, createPrivateKey, KeyObject, randomBytes } from 'node:crypto';
import { newPrivateKey } from '../../new-private-key.ts';
import { AwsError } from '../errors.ts';
import type { Material, Secret } from './key.ts';
import type { KeySpec } from './specs.ts';

/** New current material. */
export function material(keyId: string, secret: Secret): Material {
  return {
    id: materialId(keyId, secret),
    secret,
    state: 'CURRENT',
    expiration_model: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    valid_to: null,
    description: null,
    rotated: null,
  };
}

/** 64 hexadecimal digits. The same material has another id in another KMS key. */
function materialId(keyId: string, secret: Secret): string {
  const bytes = secret instanceof KeyObject ? secret.export({ type: 'pkcs8', format: 'der' }) : secret;
  return createHash('sha256').update(keyId).update(bytes).digest('hex');
}

export async function generateSecret({ family, bits, curve }: KeySpec): Promise<Secret> {
  if (family === 'rsa') return newPrivateKey({ bits: bits! });
  return family === 'ecc' ? newPrivateKey({ curve: curve! }) : randomBytes(bits! / 8);
}

/**
 * Parses unwrapped key material of this key spec: raw bytes, or a private key in PKCS #8.
 *
 * @throws {AwsError} `IncorrectKeyMaterialException` when it has another type or length
 */
export function importedSecret({ family, bits, curve }: KeySpec, bytes: Buffer): Secret {
  if (family === 'symmetric' || family === 'hmac') {
    if (bytes.length * 8 !== bits)
      throw incorrect(`it has ${bytes.length * 8} bits where ${bits} are needed`);
    return bytes;
  }
  const key = privateKey(bytes);
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const fits = family === 'rsa' ? modulusLength === bits : namedCurve === curve;
  if (!fits) throw incorrect('it is not a private key of the key spec');
  return key;
}

function privateKey(der: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch {
    throw incorrect('it is not a private key in PKCS #8');
  }
}

export function incorrect(why: string): AwsError {
  return new AwsError('IncorrectKeyMaterialException', `The key material cannot be used: ${why}.`);
}
