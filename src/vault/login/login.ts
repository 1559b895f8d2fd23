import { Secret } from '../../model/secret.ts';
import type { Connection, VaultData, VaultPath } from '../http/vault.ts';
import { VaultError } from '../http/vault-error.ts';
import type { LoginSettings } from './all-methods.ts';
import { methodNamed } from './all-methods.ts';
import type { LoginEffects, LoginMount, LoginRequest } from './login-method.ts';

/** A token, and what is known about it. */
export interface Session {
  readonly token: Secret;
  /** Names the token in Vault's audit log without giving it away; `null` for a token that was given. */
  readonly accessor: string | null;
  /** Where the token lives, and where it is revoked: absolute. */
  readonly namespace: string;
  /** The run logged in for it, and so revokes it. A batch token cannot be revoked. */
  readonly ours: boolean;
  /** `null`: it does not expire, or it was given and its expiry is unknown. */
  readonly expires: Date | null;
  readonly renewable: boolean;
  /** How often it can be used; `null`: without a limit, or it was given and its limit is unknown. */
  readonly uses: number | null;
}

/**
 * Gets a token: the one that was given, or a new one by logging in. A login is retried like a read, since it
 * changes nothing that a second one could break.
 *
 * @throws VaultError when the login fails, with what was presented and a remedy
 */
export async function login(
  settings: LoginSettings,
  connection: Connection,
  effects: LoginEffects,
): Promise<Session> {
  const { token, auth_namespace: namespace, auth_path } = settings;
  if (settings.method === 'token') {
    return {
      token: token ?? new Secret(''),
      accessor: null,
      namespace,
      ours: false,
      expires: null,
      renewable: false,
      uses: null,
    };
  }
  const method = methodNamed(settings.method);
  const outside = connection.with({ namespace });
  const credentials = await method.credentials(settings, { ...effects, connection: outside });
  const at: VaultPath = { namespace: '', path: ['auth', auth_path, ...method.endpoint(settings)] };
  const auth = await outside.authenticate(at, credentials.body).catch((error: unknown) => {
    throw error instanceof VaultError ? explainFailure(error, credentials, settings) : error;
  });
  const session = sessionFrom(auth, at, namespace, effects);
  effects.log.info(`Logged in to Vault at ${at.path.join('/')} (accessor ${session.accessor ?? 'unknown'})`);
  return session;
}

function sessionFrom(
  auth: VaultData,
  at: VaultPath,
  namespace: string,
  { clock, mask }: LoginEffects,
): Session {
  const { client_token, accessor, lease_duration, renewable, num_uses, token_type } = auth;
  if (typeof client_token !== 'string' || client_token === '') throw missingToken(auth, at, namespace);
  const token = new Secret(client_token);
  mask(token);
  const seconds = Number(lease_duration ?? 0);
  return {
    token,
    accessor: typeof accessor === 'string' && accessor !== '' ? accessor : null,
    namespace,
    ours: token_type !== 'batch',
    expires: seconds > 0 ? new Date(clock.now().getTime() + seconds * 1_000) : null,
    renewable: renewable === true,
    uses: typeof num_uses === 'number' && num_uses > 0 ? num_uses : null,
  };
}

function missingToken({ mfa_requirement }: VaultData, { path }: VaultPath, namespace: string): VaultError {
  const asked = { method: 'PUT', path: [namespace, ...path].filter((part) => part !== '').join('/') };
  if (typeof mfa_requirement === 'object' && mfa_requirement !== null) {
    return new VaultError(
      'mfa_required',
      asked,
      'Vault requires a second factor for this login, which a workflow cannot give',
      'Exclude this role from the MFA enforcement (`vault list identity/mfa/login-enforcement`), or use another method.',
    );
  }
  return new VaultError(
    'no_token',
    asked,
    'Vault answered the login, but returned no token',
    'Check `auth_path` and `method`.',
  );
}

/** Whether the run can log in a second time: not with a token that was given, nor with one that can be used once. */
export function canLogInAgain({ method, wrapped_secret_id }: LoginSettings): boolean {
  return method !== 'token' && wrapped_secret_id === null;
}

/** A failed login, with what was presented and a remedy. */
function explainFailure(error: VaultError, { presented }: LoginRequest, settings: LoginSettings): VaultError {
  if (error.status === null || error.status >= 500 || error.code === 'not_vault') return error;
  const said = error.errors.join('; ');
  const advice = methodNamed(settings.method).advice.find(({ words }) => words.test(said));
  const remedy =
    advice?.remedy(settings, error) ?? (mayBeUnmounted(error) ? mountRemedy(settings) : error.remedy);
  const code = error.code === 'request_rejected' ? 'login_rejected' : error.code;
  return error.with(presented === null ? 'the login failed' : `presented: ${presented}`, { code, remedy });
}

/** Without a token, Vault answers alike for a path that does not exist and for one that is denied. */
function mayBeUnmounted({ status, code }: VaultError): boolean {
  return status === 403 || status === 404 || code === 'no_engine';
}

function mountRemedy({ method, auth_path, auth_namespace }: LoginMount): string {
  const where = auth_namespace === '' ? 'the root namespace' : `namespace ${auth_namespace}`;
  return `Check that a method of type ${method} is mounted at auth/${auth_path} in ${where} (\`vault auth list\`), and that \`auth_path\` and \`auth_namespace\` name it.`;
}
