import { randomBytes } from 'node:crypto';
import { later } from '../later.ts';
import { rejected } from './vault-error.ts';

export type WrappedResponses = ReturnType<typeof newWrappedResponses>;

/**
 * The responses that are stored under a wrapping token, which is valid for one unwrap.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/response-wrapping
 */
export function newWrappedResponses(clock: () => Date) {
  const stored = new Map<string, ReturnType<typeof wrap>>();

  /** Stores the body of a response for `ttl` seconds. */
  function wrap(body: string, ttl: number, path: string) {
    const created = clock();
    const wrapped_accessor: string | undefined = JSON.parse(body).auth?.accessor;
    const info = {
      token: `hvs.${randomBytes(72).toString('base64url')}`,
      accessor: randomBytes(18).toString('base64url'),
      ttl,
      creation_time: created.toISOString(),
      creation_path: path,
      ...(wrapped_accessor ? { wrapped_accessor } : {}),
    };
    const wrapped = { body, info, ends: later(created, ttl) };
    stored.set(info.token, wrapped);
    return wrapped;
  }

  /** @throws VaultError (400) */
  function find(token: string): ReturnType<typeof wrap> {
    const wrapped = stored.get(token);
    if (wrapped !== undefined && wrapped.ends > clock()) return wrapped;
    stored.delete(token);
    throw rejected('wrapping token is not valid or does not exist');
  }

  return {
    wrap,
    find,
    has: (token: string | null): token is string => token !== null && stored.has(token),
    /** Returns the response and invalidates the token. */
    unwrap(token: string) {
      const wrapped = find(token);
      stored.delete(token);
      return wrapped;
    },
  };
}
