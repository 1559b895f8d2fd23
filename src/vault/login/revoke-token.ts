import type { Connection } from '../http/vault.ts';
import { VaultError } from '../http/vault-error.ts';
import type { Session } from './login.ts';

/**
 * Revokes a token that the run logged in for. A token that has expired, or was revoked before, is not an error.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/token#revoke-a-token-self
 *
 * @param connection a connection that is not cancelled
 * @returns a warning when the token may still be valid, else `null`
 */
export async function revokeToken(
  connection: Connection,
  { token, namespace, accessor, expires }: Pick<Session, 'token' | 'namespace' | 'accessor' | 'expires'>,
): Promise<string | null> {
  try {
    await connection.with({ token, namespace }).put({ namespace: '', path: ['auth/token/revoke-self'] }, {});
    return null;
  } catch (error) {
    if (error instanceof VaultError && error.code === 'token_invalid') return null;
    const until = expires === null ? '' : ` until ${expires.toISOString()}`;
    return `The Vault token (accessor ${accessor ?? 'unknown'}) could not be revoked and may be valid${until}: ${(error as Error).message}`;
  }
}
