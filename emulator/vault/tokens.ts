import { randomBytes } from 'node:crypto';
import { later } from '../later.ts';
import { rejected, VaultError } from './vault-error.ts';

export interface Token {
  readonly id: string;
  /** Empty for a batch token. */
  readonly accessor: string;
  readonly type: 'service' | 'batch';
  /** The path of its namespace: empty, or with a trailing slash. */
  readonly namespace: string;
  /** Sorted. */
  readonly policies: readonly string[];
  readonly display_name: string;
  readonly meta: Readonly<Record<string, string>> | null;
  /** The path that created it, such as `auth/token/create`. */
  readonly path: string;
  /** The token role that created it. */
  readonly role: string | null;
  /** The id of the parent token, whose revocation revokes this one; `null`: an orphan. */
  readonly parent: string | null;
  readonly renewable: boolean;
  /** Seconds; 0: it does not expire. */
  readonly creation_ttl: number;
  /** Seconds; 0: only `max_ttl` applies. */
  readonly explicit_max_ttl: number;
  /** Seconds; the limit of renewals. */
  readonly max_ttl: number;
  /** Seconds; 0: not periodic. */
  readonly period: number;
  /** Uses left; 0: unlimited. */
  readonly num_uses: number;
  readonly bound_cidrs: readonly string[];
  readonly created: Date;
  /** `null`: never. */
  readonly expires: Date | null;
}

export type TokenSpec = Pick<Token, 'namespace' | 'policies' | 'display_name' | 'path'> &
  Partial<Omit<Token, 'accessor' | 'creation_ttl' | 'created' | 'expires'>> & {
    readonly ttl: number;
  };

/** Vault's default and maximum lease TTL, 768 hours, in seconds. */
export const defaultTtl = 768 * 3600;

/** Sorted, without duplicates, and with the `default` policy unless it is excluded. */
export function policyList(names: readonly string[], excludesDefault: boolean): string[] {
  return [...new Set(excludesDefault ? names : [...names, 'default'])].sort();
}

/** The valid tokens. */
export class Tokens {
  readonly #tokens = new Map<string, Token>();
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  create({ ttl, ...spec }: TokenSpec): Token {
    const created = this.#clock();
    const isBatch = spec.type === 'batch';
    const limit = spec.explicit_max_ttl || spec.max_ttl || defaultTtl;
    const creation_ttl = spec.period || Math.min(ttl, limit);
    const token: Token = {
      id: `${isBatch ? 'hvb' : 'hvs'}.${randomBytes(isBatch ? 96 : 24).toString('base64url')}`,
      type: 'service',
      meta: null,
      role: null,
      parent: null,
      explicit_max_ttl: 0,
      max_ttl: defaultTtl,
      period: 0,
      num_uses: 0,
      bound_cidrs: [],
      ...spec,
      renewable: !isBatch && (spec.renewable ?? creation_ttl > 0),
      accessor: isBatch ? '' : randomBytes(18).toString('base64url'),
      creation_ttl,
      created,
      expires: creation_ttl > 0 ? later(created, creation_ttl) : null,
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

  /** Counts a use of the token; after the last one, it is revoked by {@link endUse}. */
  beginUse(id: string): Token | null {
    const token = this.find(id);
    if (token === null || token.num_uses === 0) return token;
    if (token.num_uses < 0) return null;
    const used = { ...token, num_uses: token.num_uses - 1 || -1 };
    this.#tokens.set(id, used);
    return used;
  }

  /** Revokes a token that has no uses left. */
  endUse({ id }: Token): void {
    if ((this.#tokens.get(id)?.num_uses ?? 0) < 0) this.revoke(id);
  }

  findByAccessor(accessor: string): Token | null {
    return this.#withAccessor().find((token) => token.accessor === accessor) ?? null;
  }

  /** The accessors of the tokens of a namespace. */
  accessors(path: string): string[] {
    const inside = this.#withAccessor().filter(({ namespace }) => namespace === path);
    return inside.map(({ accessor }) => accessor);
  }

  #withAccessor(): Token[] {
    return [...this.#tokens.values()].filter(({ id, accessor }) => accessor !== '' && this.find(id) !== null);
  }

  /** Revokes the token and its children. */
  revoke(id: string): void {
    if (!this.#tokens.delete(id)) return;
    this.revokeWhere(({ parent }) => parent === id);
  }

  /** Revokes the token; its children become orphans. */
  revokeOrphan(id: string): void {
    this.#tokens.delete(id);
    for (const token of this.#tokens.values()) {
      if (token.parent === id) this.#tokens.set(token.id, { ...token, parent: null });
    }
  }

  revokeWhere(matches: (token: Token) => boolean): void {
    for (const token of [...this.#tokens.values()]) if (matches(token)) this.revoke(token.id);
  }

  /** @param increment seconds; 0: the TTL at creation */
  renew(id: string, increment: number): Token {
    const token = this.find(id);
    if (token === null) throw new VaultError(403, 'permission denied');
    if (token.type === 'batch') throw rejected('batch tokens cannot be renewed');
    if (!token.renewable) throw rejected('lease is not renewable');
    const asked = later(this.#clock(), token.period || increment || token.creation_ttl);
    const limit = token.explicit_max_ttl || (token.period > 0 ? 0 : token.max_ttl);
    const last = later(token.created, limit);
    const renewed = { ...token, expires: limit > 0 && last < asked ? last : asked };
    this.#tokens.set(id, renewed);
    return renewed;
  }

  /** Seconds left; 0: it does not expire. */
  ttl({ expires }: Token): number {
    const left = expires === null ? 0 : expires.getTime() - this.#clock().getTime();
    return Math.max(0, Math.round(left / 1000));
  }
}

/** A root token for the root namespace. */
export function rootSpec(id: string): TokenSpec {
  return { id, namespace: '', policies: ['root'], display_name: 'root', path: 'auth/token/root', ttl: 0 };
}
