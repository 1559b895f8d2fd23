import { RunError } from '../../model/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { Connection, VaultData } from '../http/vault.ts';
import { VaultError } from '../http/vault-error.ts';
import type { LoginMount } from './login-method.ts';

const createAnother =
  'A wrapping token can be used once, until its TTL ends. Create a new one: `vault write -wrap-ttl=10m -f auth/<path>/role/<role>/secret-id`. If it was not you who used it, treat the secret id as stolen: destroy it, and find out who unwrapped it.';

/**
 * Unwraps a secret id that was delivered in a response-wrapping token. The creation path is checked before, so that a
 * token that someone else wrapped is never unwrapped. The request is sent once, since the token is valid once.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/response-wrapping#response-wrapping-token-validation
 *
 * @param connection without a token, in the namespace of the auth method
 * @throws RunError `wrapping_token_invalid`
 */
export async function unwrapSecretId(
  wrapped: Secret,
  { auth_path, auth_namespace }: LoginMount,
  connection: Connection,
): Promise<Secret> {
  const lookup = await connection
    .put({ namespace: '', path: ['sys/wrapping/lookup'] }, { token: wrapped })
    .catch((error: unknown) => {
      throw asInvalid('Vault does not know it', error);
    });
  checkCreationPath(lookup, auth_path, auth_namespace);
  const unwrapped = await connection
    .with({ token: wrapped })
    .put(
      { namespace: '', path: ['sys/wrapping/unwrap'] },
      {},
      {
        tookEffect: async () => {
          throw new Error('a wrapping token is valid once, so unwrapping is not repeated');
        },
      },
    )
    .catch((error: unknown) => {
      throw asInvalid('it was not unwrapped', error);
    });
  const secretId = unwrapped?.['secret_id'];
  if (typeof secretId === 'string' && secretId !== '') return new Secret(secretId);
  throw invalid(
    'the unwrapped answer has no secret_id',
    'Wrap the answer of `auth/approle/role/<role>/secret-id`.',
  );
}

function checkCreationPath(lookup: VaultData | null, authPath: string, namespace: string): void {
  const path = String(lookup?.['creation_path'] ?? '');
  const prefix = namespace === '' ? '' : `${namespace}/`;
  const local = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  const [, role] = local.split(`auth/${authPath}/role/`);
  if (local.startsWith('auth/') && role !== undefined && /^[^/]+\/(custom-)?secret-id$/.test(role)) return;
  throw invalid(
    `it was created at "${path}", not at auth/${authPath}/role/<role>/secret-id, and so was not unwrapped`,
    'Check `auth_path` and `auth_namespace`. If they are right, someone replaced the token: treat the secret id as stolen, and find out who did it.',
  );
}

/** Vault answers alike for a wrapping token that was used, has expired, or never existed. */
function asInvalid(what: string, error: unknown): unknown {
  if (!(error instanceof VaultError) || error.status === null || error.status >= 500) return error;
  if (error.status === 429) return error;
  return invalid(`${what}: ${error.message}`, createAnother, error);
}

function invalid(why: string, remedy: string, cause?: unknown): RunError {
  return new RunError('wrapping_token_invalid', `wrapped_secret_id cannot be used: ${why}`, remedy, {
    cause,
  });
}
