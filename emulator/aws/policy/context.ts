/** The condition context of a request: values by condition key in lower case, because condition keys ignore case. */
export type Context = ReadonlyMap<string, readonly string[]>;

type ContextValue = string | number | boolean | Date | readonly string[] | null | undefined;
export type ContextEntries = Readonly<Record<string, ContextValue>>;

/** Entries without a value are ignored. Later parts replace the entries of earlier ones. */
export function contextOf(...parts: readonly ContextEntries[]): Context {
  const given = parts.flatMap(Object.entries<ContextValue>);
  return new Map(given.flatMap(([key, value]) => (value == null ? [] : [[key.toLowerCase(), texts(value)]])));
}

function texts(value: NonNullable<ContextValue>): readonly string[] {
  if (value instanceof Date) return [value.toISOString()];
  return typeof value === 'object' ? value : [String(value)];
}

/** Condition keys with a name in them, such as `aws:PrincipalTag/team`. */
export function prefixed(
  prefix: string,
  entries: Iterable<readonly [string, string]>,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...entries].map(([name, value]) => [prefix + name, value]));
}
