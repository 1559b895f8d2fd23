import type { Connection } from '../http/vault.ts';

/**
 * Vault's version, such as `2.0.0+ent`, which it returns without a permission, in the root namespace only; `null` where it does not.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/system/seal-status
 */
export async function vaultVersion(connection: Connection): Promise<string | null> {
  const root = connection.with({ namespace: '' });
  const answer = await root.get({ namespace: '', path: ['sys', 'seal-status'] }, { absent: [403, 404] });
  const version = answer?.['version'];
  return typeof version === 'string' ? version : null;
}
