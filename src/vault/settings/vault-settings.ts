import { InputReader } from '../../inputs/input-reader.ts';
import type { InputTexts } from '../../inputs/input-spec.ts';
import type { Env } from '../../model/effects.ts';
import type { Problem } from '../../model/problem.ts';
import type { ConnectionSettings } from '../http/vault.ts';
import type { LoginSettings } from '../login/all-methods.ts';
import { connectionInputs } from './connection-inputs.ts';
import { readConnection } from './connection-settings.ts';
import { loginInputs } from './login-inputs.ts';
import { readLogin } from './login-settings.ts';

/** The inputs of the connection and of the login. */
export const vaultInputs = { ...connectionInputs, ...loginInputs } as const;
export type VaultInputs = InputTexts<typeof vaultInputs>;

/** How to reach Vault, and how to log in. */
export interface VaultSettings {
  readonly connection: ConnectionSettings;
  readonly login: LoginSettings;
}

/**
 * Parses the inputs of connection and login. Vault's environment variables stand in for those left empty.
 *
 * Files that inputs name (certificates, the event of the run) are read here, so that all problems are found at once.
 *
 * @param userAgent names the tool and the run
 */
export function vaultSettings(
  inputs: VaultInputs,
  env: Env,
  userAgent: string,
): VaultSettings | { readonly problems: readonly Problem[] } {
  const reader = new InputReader(vaultInputs, (name) => inputs[name], env);
  const connection = readConnection(reader, userAgent);
  const login = readLogin(reader, env);
  if (connection === null || reader.problems.length > 0) return { problems: reader.problems };
  return { connection, login };
}
