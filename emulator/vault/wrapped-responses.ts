import { randomBytes } from 'node:crypto';
import { VaultError } from './vault-error.ts';

/** A response that was stored under a wrapping token. */
export interface Wrapped {
  readonly token: string;
  readonly accessor: string;
  /** The body of the response. */
  readonly body: string;
  /** Seconds. */
  readonly ttl: number;
  readonly created: Date;
  readonly path: string;
}

/**
 * The responses that are wrapped. A wrapping token is valid for one unwrap.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/response-wrapping
 */
export class WrappedResponses {
  readonly #wrapped = new Map<string, Wrapped>();
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  wrap({ body, ttl, path }: Pick<Wrapped, 'body' | 'ttl' | 'path'>): Wrapped {
    const token = `hvs.${randomBytes(72).toString('base64url')}`;
    const accessor = randomBytes(18).toString('base64url');
    const wrapped = { token, accessor, body, ttl, path, created: this.#clock() };
    this.#wrapped.set(token, wrapped);
    return wrapped;
  }

  has(token: string | null): token is string {
    return token !== null && this.#wrapped.has(token);
  }

  /** @throws VaultError (400) */
  find(token: string): Wrapped {
    const wrapped = this.#wrapped.get(token);
    const ends = wrapped && wrapped.created.getTime() + wrapped.ttl * 1000;
    if (wrapped === undefined || ends! <= this.#clock().getTime()) {
      this.#wrapped.delete(token);
      throw new VaultError(400, 'wrapping token is not valid or does not exist');
    }
    return wrapped;
  }

  /** Returns the response and invalidates the token. */
  unwrap(token: string): Wrapped {
    const wrapped = this.find(token);
    this.#wrapped.delete(token);
    return wrapped;
  }
}

/** The `wrap_info` of a response. */
export function wrapInfo({ token, accessor, body, ttl, created, path }: Wrapped): Record<string, unknown> {
  const wrappedAccessor: string | undefined = JSON.parse(body).auth?.accessor;
  return {
    token,
    accessor,
    ttl,
    creation_time: created.toISOString(),
    creation_path: path,
    ...(wrappedAccessor ? { wrapped_accessor: wrappedAccessor } : {}),
  };
}
