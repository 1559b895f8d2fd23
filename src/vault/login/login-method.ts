import type { Clock, Env, Log } from '../../model/effects.ts';
import type { Secret } from '../../model/secret.ts';
import type { RequestBody } from '../http/vault.ts';
import type { VaultError } from '../http/vault-error.ts';
import type { ConnectionInput } from '../settings/connection-inputs.ts';

/** What a login is made of: the inputs of contract 1.3, parsed. Empty or `null`: not given. */
export interface LoginSettings {
  readonly method: string;
  /** Where the method is mounted, below `auth/`: `jwt`, `ci/jwt`. */
  readonly auth_path: string;
  /** Absolute. */
  readonly auth_namespace: string;
  readonly role: string;
  readonly token: Secret | null;
  readonly role_id: string;
  readonly secret_id: Secret | null;
  readonly jwt: Secret | null;
  readonly jwt_audience: string;
  readonly aws_iam_server_id: string;
  readonly username: string;
  readonly password: Secret | null;
  readonly vault_github_token: Secret | null;
  readonly kubernetes_token_path: string;
  /** JSON of an object. */
  readonly auth_payload: Secret | null;
}

/** What a login reaches out to beside Vault. */
export interface LoginEffects {
  readonly clock: Clock;
  readonly env: Env;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Called with each secret that the login obtains, before anything else is done with it. */
  readonly mask: (secret: Secret) => void;
}

/** What is sent to Vault, and what may be said about it when Vault refuses. */
export interface LoginRequest {
  readonly body: RequestBody;
  /** As the end of a sentence, such as `sub "repo:acme/app:ref:refs/heads/main"`; `null` for nothing. */
  readonly presented: string | null;
}

/** An input that a method cannot do without. */
export interface RequiredInput {
  readonly input: ConnectionInput;
  /** Where a user gets it from. */
  readonly from: string;
}

/** One way to log in. */
export interface LoginMethod {
  /** All of them are asked for at once. */
  readonly needs: readonly RequiredInput[];
  /** The path of the login below its mount. */
  readonly endpoint: (settings: LoginSettings) => readonly string[];
  /** @throws RunError when what the method lives on is not there */
  readonly credentials: (settings: LoginSettings, effects: LoginEffects) => Promise<LoginRequest>;
  /** The way out of a refusal, by words that Vault is known to use. */
  readonly advice: readonly LoginAdvice[];
}

interface LoginAdvice {
  readonly words: RegExp;
  readonly remedy: (settings: LoginSettings, error: VaultError) => string;
}

/** Where most methods take a login. */
export const loginEndpoint = () => ['login'];
