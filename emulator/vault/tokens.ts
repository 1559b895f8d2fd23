import { randomBytes } from 'node:crypto';
import { VaultError } from './vault-error.ts';

/** A service token. */
export interface Token {
  readonly id: string;
  readonly accessor: string;
  /** The path of its namespace: empty, or with a trailing slash. */
  readonly namespace: string;
  /** Sorted. */
  readonly policies: readonly string[];
  readonly display_name: string;
  readonly meta: Readonly<Record<string, string>> | null;
  /** The path that created it, such as `auth/token/create`. */
  readonly path: string;
  /** The id of the parent token, whose revocation revokes this one; `null`: an orphan. */
  readonly parent: string | null;
  readonly renewable: boolean;
  /** Seconds; 0: it does not expire. */
  readonly creation_ttl: number;
  /** Seconds; 0: only the maximum of the system applies. */
  readonly explicit_max_ttl: number;
  readonly created: Date;
  /** `null`: never. */
  readonly expires: Date | null;
}

export type TokenSpec = Pick<Token, 'namespace' | 'policies' | 'display_name' | 'path'> &
  Partial<Pick<Token, 'meta' | 'parent' | 'renewable' | 'explicit_max_ttl' | 'id'>> & {
    readonly ttl: number;
  };

/** Vault's default and maximum lease TTL, 768 hours, in seconds. */
export const defaultTtl = 768 * 3600;

/** The valid tokens. */
export class Tokens {
  readonly #tokens = new Map<string, Token>();
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  create({ ttl, ...spec }: TokenSpec): Token {
    const created = this.#clock();
    const limit = spec.explicit_max_ttl || defaultTtl;
    const creation_ttl = Math.min(ttl, limit);
    const token: Token = {
      id: `hvs.${randomBytes(24).toString('base64url')}`,
      accessor: randomBytes(18).toString('base64url'),
      meta: null,
      parent: null,
      renewable: ttl > 0,
      explicit_max_ttl: 0,
      ...spec,
      creation_ttl,
      created,
      expires: ttl > 0 ? after(created, creation_ttl) : null,
    };
    this.#tokens.set(token.id, token);
    return token;
  }

  /** The token, while it is valid. */
  find(id: string): Token | null {
    const token = this.#tokens.get(id);
    if (token === undefined) return null;
    if (token.expires === null || token.expires > this.#clock()) return token;
    this.revoke(id);
    return null;
  }

  findByAccessor(accessor: string): Token | null {
    for (const token of this.#tokens.values()) if (token.accessor === accessor) return this.find(token.id);
    return null;
  }

  /** Revokes the token and its children. */
  revoke(id: string): void {
    if (!this.#tokens.delete(id)) return;
    for (const child of [...this.#tokens.values()]) if (child.parent === id) this.revoke(child.id);
  }

  /** Revokes the tokens of a namespace and of those below it. */
  revokeNamespace(path: string): void {
    for (const { id, namespace } of [...this.#tokens.values()])
      if (namespace.startsWith(path)) this.revoke(id);
  }

  /** Revokes the tokens that a mount, such as `auth/jwt/`, has issued. */
  revokeMadeAt(namespace: string, mount: string): void {
    for (const token of [...this.#tokens.values()]) {
      if (token.namespace === namespace && token.path.startsWith(mount)) this.revoke(token.id);
    }
  }

  /** @param increment seconds; 0: the TTL at creation */
  renew(id: string, increment: number): Token {
    const token = this.find(id);
    if (token === null) throw new VaultError(403, 'permission denied');
    if (!token.renewable) throw new VaultError(400, 'lease is not renewable');
    const now = this.#clock();
    const last = after(token.created, token.explicit_max_ttl || defaultTtl);
    const asked = after(now, increment || token.creation_ttl);
    const renewed = { ...token, expires: earlier(asked, last) };
    this.#tokens.set(id, renewed);
    return renewed;
  }

  /** Seconds left; 0: it does not expire. */
  ttl({ expires }: Token): number {
    return expires === null
      ? 0
      : Math.max(0, Math.round((expires.getTime() - this.#clock().getTime()) / 1000));
  }
}

function after(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

function earlier(one: Date, other: Date): Date {
  return new Date(Math.min(one.getTime(), other.getTime()));
}

/** A root token for the root namespace. */
export function rootSpec(id: string): TokenSpec {
  return { id, namespace: '', policies: ['root'], display_name: 'root', path: 'auth/token/root', ttl: 0 };
}
