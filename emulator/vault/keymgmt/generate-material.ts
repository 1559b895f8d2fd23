import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Result } from './effect.ts';
import type { KeyType, VaultMaterial } from './state.ts';

const keyPair = promisify(generateKeyPair);

/** Generates real key material of this type, so that Vault and KMS hold the same material. */
export async function generateMaterial(type: KeyType, now: Date): Promise<Result> {
  const creation_time = now.toISOString();
  const result = (material: Omit<VaultMaterial, 'creation_time'>): Result => ({
    kind: 'material',
    material: { creation_time, ...material },
  });
  if (type === 'aes256-gcm96') return result({ bytes: randomBytes(32), public_key: null });
  const { privateKey, publicKey } = await newPair(type);
  return result({
    bytes: privateKey.export({ type: 'pkcs8', format: 'der' }),
    public_key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  });
}

function newPair(
  type: Exclude<KeyType, 'aes256-gcm96'>,
): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  const size = type.slice(type.indexOf('-') + 1);
  return type.startsWith('rsa-')
    ? keyPair('rsa', { modulusLength: Number(size) })
    : keyPair('ec', { namedCurve: size.replace('p', 'P-') });
}
