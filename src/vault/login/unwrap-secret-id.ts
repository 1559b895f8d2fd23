import { RunError } from '../../model/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { Connection } from '../http/vault.ts';
import { VaultError } from '../http/vault-error.ts';
import type { LoginMount } from './login-method.ts';

/**
 * Exchanges a response-wrapping token for the secret id in it, once. Before that it checks where the token was created:
 * whoever intercepts a wrapping token can put another one in its place, but not one with this creation path.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/response-wrapping#response-wrapping-token-validation
 *
 * @throws RunError `wrapping_token_invalid` when the token is unknown, was used, or was created elsewhere
 */
export async function unwrapSecretId(
  wrapping: Secret,
  { auth_path }: LoginMount,
  connection: Connection,
): Promise<Secret> {
  const info = await connection
    .put({ namespace: '', path: ['sys', 'wrapping', 'lookup'] }, { token: wrapping })
    .catch((error: unknown) => {
      if (!(error instanceof VaultError) || error.status === null || error.status >= 500) throw error;
      throw invalid(`Vault does not know it: ${error.message}`, error);
    });
  const created = String(info?.['creation_path'] ?? '');
  if (!new RegExp(`^auth/${escapeRegExp(auth_path)}/role/[^/]+/secret-id$`).test(created)) {
    throw invalid(`it was created at "${created}", not at auth/${auth_path}/role/<role>/secret-id`);
  }
  const data = await connection
    .with({ token: wrapping })
    .put({ namespace: '', path: ['sys', 'wrapping', 'unwrap'] }, {});
  const secretId = data?.['secret_id'];
  if (typeof secretId !== 'string' || secretId === '') throw invalid('it does not hold a secret id');
  return new Secret(secretId);
}

function invalid(why: string, cause?: unknown): RunError {
  return new RunError(
    'wrapping_token_invalid',
    `wrapped_secret_id cannot be used: ${why}`,
    'A wrapping token can be used once, until its TTL ends. If nobody of you used it, treat the secret id as stolen: destroy it, and find out who unwrapped it. Otherwise create a new one: `vault write -wrap-ttl=10m -f auth/<path>/role/<role>/secret-id`.',
    { cause },
  );
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
