import { Secret } from '../../model/secret.ts';
import type { Connection, VaultData, VaultPath } from '../http/vault.ts';
import { VaultError } from '../http/vault-error.ts';
import { methodNamed } from './all-methods.ts';
import type { LoginEffects, LoginMethod, LoginRequest, LoginSettings } from './login-method.ts';

/** A token, and what is known of it. */
export interface Session {
  readonly token: Secret;
  /** Names the token in Vault's audit log without giving it away; `null` for a token that was given. */
  readonly accessor: string | null;
  /** Where the token lives, and where it is revoked: absolute. */
  readonly namespace: string;
  /** We logged in for it, so we revoke it. */
  readonly ours: boolean;
  /** `null`: it does not expire, or it was given and Vault was not asked. */
  readonly expires: Date | null;
}

/** Gets a token: the one that was given, or one by logging in. Repeated like a read, for it changes nothing. */
export async function login(
  settings: LoginSettings,
  connection: Connection,
  effects: LoginEffects,
): Promise<Session> {
  const { token, auth_namespace: namespace, auth_path } = settings;
  if (settings.method === 'token') {
    return { token: token ?? new Secret(''), accessor: null, namespace, ours: false, expires: null };
  }
  const method = methodNamed(settings.method);
  const credentials = await method.credentials(settings, effects);
  const at: VaultPath = { namespace: '', path: ['auth', auth_path, ...method.endpoint(settings)] };
  const auth = await connection
    .with({ namespace })
    .authenticate(at, credentials.body)
    .catch((error: unknown) => {
      throw error instanceof VaultError ? explained(error, method, credentials, settings) : error;
    });
  const session = sessionFrom(auth, at, namespace, effects);
  effects.log.info(`Logged in to Vault at ${at.path.join('/')} (accessor ${session.accessor ?? 'not told'})`);
  return session;
}

function sessionFrom(
  auth: VaultData,
  at: VaultPath,
  namespace: string,
  { clock, mask }: LoginEffects,
): Session {
  const { client_token, accessor, lease_duration } = auth;
  if (typeof client_token !== 'string' || client_token === '') throw withoutToken(auth, at, namespace);
  const token = new Secret(client_token);
  mask(token);
  const seconds = Number(lease_duration ?? 0);
  return {
    token,
    accessor: typeof accessor === 'string' && accessor !== '' ? accessor : null,
    namespace,
    ours: true,
    expires: seconds > 0 ? new Date(clock.now().getTime() + seconds * 1_000) : null,
  };
}

function withoutToken({ mfa_requirement }: VaultData, { path }: VaultPath, namespace: string): VaultError {
  const asked = { method: 'PUT', path: [namespace, ...path].filter((part) => part !== '').join('/') };
  if (typeof mfa_requirement === 'object' && mfa_requirement !== null) {
    return new VaultError(
      'mfa_required',
      asked,
      'Vault wants a second factor for this login',
      'Nobody is there to give one in a workflow: take the login of this role out of the MFA enforcement (`vault list identity/mfa/login-enforcement`).',
    );
  }
  return new VaultError(
    'no_token',
    asked,
    'Vault answered a login without a token',
    'Check `auth_path` and `method`.',
  );
}

/** A refused login, with what was presented and what to do about it. */
function explained(
  error: VaultError,
  method: LoginMethod,
  { presented }: LoginRequest,
  settings: LoginSettings,
): VaultError {
  if (error.status === null || error.status >= 500 || error.code === 'not_vault') return error;
  const said = error.errors.join('; ');
  const advice = method.advice.find(({ words }) => words.test(said));
  const remedy =
    advice?.remedy(settings, error) ?? (notMounted(error) ? mountRemedy(settings) : error.remedy);
  return error.with(presented === null ? 'the login failed' : `presented: ${presented}`, { remedy });
}

/** To a request without a token, Vault does not tell a path that is not there from one that is forbidden. */
function notMounted({ status, code }: VaultError): boolean {
  return status === 403 || status === 404 || code === 'no_engine';
}

function mountRemedy({ method, auth_path, auth_namespace }: LoginSettings): string {
  const where = auth_namespace === '' ? 'the root namespace' : `namespace ${auth_namespace}`;
  return `Is a method of type ${method} mounted at auth/${auth_path} in ${where}? Check \`auth_path\` and \`auth_namespace\`; \`vault auth list\` shows what there is.`;
}
