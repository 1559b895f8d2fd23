/**
 * An alias, as ListAliases returns it.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_AliasListEntry.html
 */
export interface Alias {
  readonly AliasName: string;
  readonly AliasArn: string;
  readonly TargetKeyId: string;
  readonly CreationDate: Date;
  readonly LastUpdatedDate: Date;
}

/** The aliases of one account in one region, by name and by key. */
export class AliasTable {
  readonly #byName = new Map<string, Alias>();
  readonly #byTarget = new Map<string, Set<string>>();
  #sorted: readonly Alias[] | null = null;

  get(name: string): Alias | undefined {
    return this.#byName.get(name);
  }

  /** Sorted by name. */
  all(): readonly Alias[] {
    this.#sorted ??= [...this.#byName.values()].sort(byName);
    return this.#sorted;
  }

  /** The aliases of a key, sorted by name. */
  of(keyId: string): Alias[] {
    return [...(this.#byTarget.get(keyId) ?? [])].map((name) => this.#byName.get(name)!).sort(byName);
  }

  /** Adds or replaces the alias of this name. */
  set(alias: Alias): void {
    this.delete(alias.AliasName);
    this.#byName.set(alias.AliasName, alias);
    const names = this.#byTarget.get(alias.TargetKeyId) ?? new Set();
    this.#byTarget.set(alias.TargetKeyId, names.add(alias.AliasName));
    this.#sorted = null;
  }

  delete(name: string): void {
    const alias = this.#byName.get(name);
    if (alias === undefined) return;
    this.#byName.delete(name);
    this.#byTarget.get(alias.TargetKeyId)?.delete(name);
    this.#sorted = null;
  }
}

function byName(a: Alias, b: Alias): number {
  return a.AliasName < b.AliasName ? -1 : 1;
}
