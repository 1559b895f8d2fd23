export interface Alias {
  readonly name: string;
  readonly arn: string;
  /** A key's id. */
  readonly target: string;
  readonly created: Date;
  readonly updated: Date;
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
    this.delete(alias.name);
    this.#byName.set(alias.name, alias);
    const names = this.#byTarget.get(alias.target) ?? new Set();
    this.#byTarget.set(alias.target, names.add(alias.name));
    this.#sorted = null;
  }

  delete(name: string): void {
    const alias = this.#byName.get(name);
    if (alias === undefined) return;
    this.#byName.delete(name);
    this.#byTarget.get(alias.target)?.delete(name);
    this.#sorted = null;
  }
}

function byName(a: Alias, b: Alias): number {
  return a.name < b.name ? -1 : 1;
}
