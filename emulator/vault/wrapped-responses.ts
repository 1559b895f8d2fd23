import { randomBytes } from 'node:crypto';
import { rejected } from './vault-error.ts';

type Wrapped = ReturnType<WrappedResponses['wrap']>;

/**
 * The responses that are stored under a wrapping token, which is valid for one unwrap.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/response-wrapping
 */
export class WrappedResponses {
  readonly #wrapped = new Map<string, Wrapped>();
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /**
   * Stores the body of a response.
   *
   * @param ttl seconds
   */
  wrap(body: string, ttl: number, path: string) {
    const created = this.#clock();
    const wrapped_accessor: string | undefined = JSON.parse(body).auth?.accessor;
    const info = {
      token: `hvs.${randomBytes(72).toString('base64url')}`,
      accessor: randomBytes(18).toString('base64url'),
      ttl,
      creation_time: created.toISOString(),
      creation_path: path,
      ...(wrapped_accessor ? { wrapped_accessor } : {}),
    };
    const wrapped = { body, info, ends: created.getTime() + ttl * 1000 };
    this.#wrapped.set(info.token, wrapped);
    return wrapped;
  }

  has(token: string | null): token is string {
    return token !== null && this.#wrapped.has(token);
  }

  /** @throws VaultError (400) */
  find(token: string): Wrapped {
    const wrapped = this.#wrapped.get(token);
    if (wrapped !== undefined && wrapped.ends > this.#clock().getTime()) return wrapped;
    this.#wrapped.delete(token);
    throw rejected('wrapping token is not valid or does not exist');
  }

  /** Returns the response and invalidates the token. */
  unwrap(token: string): Wrapped {
    const wrapped = this.find(token);
    this.#wrapped.delete(token);
    return wrapped;
  }
}
