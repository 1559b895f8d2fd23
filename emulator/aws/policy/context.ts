/** The condition context of a request. Condition keys are case-insensitive. */
export class Context {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  private constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** Entries without a value are ignored. */
  static of(entries: Readonly<Record<string, ContextValue>>): Context {
    return new Context(new Map(Object.entries(entries).flatMap(contextEntry)));
  }

  /** Adds or replaces entries. */
  with(entries: Readonly<Record<string, ContextValue>>): Context {
    return new Context(new Map([...this.#values, ...Object.entries(entries).flatMap(contextEntry)]));
  }

  get(key: string): readonly string[] | undefined {
    return this.#values.get(key.toLowerCase());
  }
}

export type ContextValue = string | number | boolean | Date | readonly string[] | null | undefined;

function contextEntry([key, value]: readonly [string, ContextValue]): [string, readonly string[]][] {
  if (value === undefined || value === null) return [];
  return [[key.toLowerCase(), texts(value)]];
}

function texts(value: string | number | boolean | Date | readonly string[]): readonly string[] {
  if (value instanceof Date) return [value.toISOString()];
  return Array.isArray(value) ? value : [String(value)];
}

/** Condition keys with a name in them, such as `aws:PrincipalTag/team`. */
export function prefixed(
  prefix: string,
  entries: Iterable<readonly [string, string]>,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...entries].map(([name, value]) => [prefix + name, value]));
}
