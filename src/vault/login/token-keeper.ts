import type { Clock, Log } from '../../model/effects.ts';
import type { Secret } from '../../model/secret.ts';
import type { Connection, TokenSource } from '../http/vault.ts';
import type { VaultError } from '../http/vault-error.ts';
import type { Session } from './login.ts';

export interface TokenKeeperOptions {
  /** Without a token of its own. */
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Log;
  /** Logs in again and reports the new session; `null` where that needs a person, as for a token that was given. */
  readonly logInAgain: (() => Promise<Session>) | null;
}

/** The share of its lifetime below which a token is renewed. */
const renewBelow = 1 / 3;

/**
 * The token of a run. It is renewed before it ends; when it cannot be renewed any more, the run logs in again.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/token#renew-a-token-self
 */
export class TokenKeeper implements TokenSource {
  #session: Session;
  /** Milliseconds that the token was valid for when it was issued or last renewed. */
  #lifetime: number;
  #used = 0;
  #refreshing: Promise<void> | null = null;
  readonly #options: TokenKeeperOptions;

  constructor(session: Session, options: TokenKeeperOptions) {
    this.#session = session;
    this.#options = options;
    this.#lifetime = this.#left();
  }

  async current(): Promise<Secret> {
    if (this.#left() < this.#lifetime * renewBelow) {
      this.#refreshing ??= this.#refresh().finally(() => {
        this.#refreshing = null;
      });
      await this.#refreshing;
    }
    this.#used++;
    return this.#session.token;
  }

  /** How often the token can still be used; `null`: without a limit, or unknown. */
  usesLeft(): number | null {
    const { uses } = this.#session;
    return uses === null ? null : Math.max(0, uses - this.#used);
  }

  /** When the token ends for good; `null`: it does not, or it can be renewed or replaced. */
  ends(): Date | null {
    return this.#session.renewable || this.#options.logInAgain !== null ? null : this.#session.expires;
  }

  explain(error: VaultError): VaultError {
    const { expires } = this.#session;
    if (expires === null || this.#left() > 0) return error;
    return error.with(`the token ended at ${expires.toISOString()}`, {
      code: 'token_invalid',
      remedy:
        "Raise the role's `token_ttl` and `token_max_ttl`, or make the run shorter, then run again: completed steps are kept.",
    });
  }

  /** Milliseconds; infinite for a token that does not expire. */
  #left(): number {
    const { expires } = this.#session;
    return expires === null
      ? Number.POSITIVE_INFINITY
      : expires.getTime() - this.#options.clock.now().getTime();
  }

  async #refresh(): Promise<void> {
    if (this.#session.renewable && (await this.#renew())) return;
    const { logInAgain, log } = this.#options;
    if (logInAgain === null) return;
    try {
      this.#session = await logInAgain();
      this.#lifetime = this.#left();
      this.#used = 0;
    } catch (error) {
      log.warning(`The token ends soon, and logging in again failed: ${(error as Error).message}`);
    }
  }

  /** Whether the token is valid for longer now. */
  async #renew(): Promise<boolean> {
    const { connection, clock, log } = this.#options;
    const { token, namespace, accessor } = this.#session;
    const before = this.#left();
    try {
      const at = { namespace: '', path: ['auth', 'token', 'renew-self'] };
      const auth = await connection.with({ namespace }).authenticate(at, {}, token);
      this.#used++;
      const { lease_duration, renewable } = auth;
      const lifetime = Number(lease_duration ?? 0) * 1_000;
      if (!(lifetime > before)) return false;
      const expires = new Date(clock.now().getTime() + lifetime);
      this.#session = { ...this.#session, expires, renewable: renewable !== false };
      this.#lifetime = lifetime;
      log.debug(`Renewed the token (accessor ${accessor ?? 'unknown'}) until ${expires.toISOString()}`);
      return true;
    } catch (error) {
      this.#session = { ...this.#session, renewable: false };
      log.debug(`The token could not be renewed: ${(error as Error).message}`);
      return false;
    }
  }
}
