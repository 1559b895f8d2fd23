import { createPublicKey, randomBytes } from 'node:crypto';
import { newPrivateKey } from '../../new-private-key.ts';
import type { KeyType, VaultMaterial } from './state.ts';

/** Generates real key material of this type, so that Vault and KMS hold the same material. */
export async function generateMaterial(type: KeyType, now: Date): Promise<VaultMaterial> {
  const creation_time = now.toISOString();
  if (type === 'aes256-gcm96') return { creation_time, bytes: randomBytes(32), public_key: null };
  const [family, size = ''] = type.split('-');
  const key = await newPrivateKey(
    family === 'rsa' ? { bits: Number(size) } : { curve: size.replace('p', 'P-') },
  );
  return {
    creation_time,
    bytes: key.export({ type: 'pkcs8', format: 'der' }),
    public_key: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
  };
}
