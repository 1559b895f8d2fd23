import type { InputSpecs } from '../../inputs/input-spec.ts';
import type { Clock, Env, Log } from '../../model/effects.ts';
import type { Secret } from '../../model/secret.ts';
import type { Connection, RequestBody } from '../http/vault.ts';
import type { VaultError } from '../http/vault-error.ts';

/** Where a login goes. */
export interface LoginMount {
  /** The name in the input `method`, such as `approle`. */
  readonly method: string;
  /** Where the method is mounted, below `auth/`: `jwt`, `ci/jwt`. */
  readonly auth_path: string;
  /** Absolute. */
  readonly auth_namespace: string;
}

/** The values of a method's fields: a {@link Secret} or `null` for a secret one, else a text that may be empty. */
export type FieldValues<F extends InputSpecs> = {
  readonly [N in keyof F]: F[N] extends { readonly secret: string } ? Secret | null : string;
};

/** What a login does besides asking Vault. */
export interface LoginEffects {
  readonly clock: Clock;
  readonly env: Env;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Called with each secret that the login obtains, before anything else is done with it. */
  readonly mask: (secret: Secret) => void;
}

/** What is sent to Vault, and what may be shown of it when the login fails. */
export interface LoginRequest {
  readonly body: RequestBody;
  /** The end of a sentence, such as `sub "repo:acme/app:ref:refs/heads/main"`; `null` for nothing. */
  readonly presented: string | null;
}

/** One way to log in. `F` are the inputs that it declares. */
export interface LoginMethod<F extends InputSpecs> {
  readonly fields: F;
  /** Inputs of the connection that the method cannot do without, and where a user finds each. */
  readonly connection_inputs?: Readonly<Record<string, string>>;
  /** The path of the login below its mount. */
  readonly endpoint: (settings: LoginMount & FieldValues<F>) => readonly string[];
  /** @throws RunError when the credential cannot be obtained */
  readonly credentials: (
    settings: LoginMount & FieldValues<F>,
    effects: LoginEffects & { readonly connection: Connection },
  ) => Promise<LoginRequest>;
  /** Remedies for a login that failed, found by words in Vault's answer; the first match counts. */
  readonly advice: readonly LoginAdvice<F>[];
}

interface LoginAdvice<F extends InputSpecs> {
  readonly words: RegExp;
  readonly remedy: (settings: LoginMount & FieldValues<F>, error: VaultError) => string;
}

/** The endpoint of most methods. */
export const loginEndpoint = () => ['login'];
