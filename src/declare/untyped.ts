/** A map whose values may be anything: a document that is not checked yet. */
export type UntypedMap = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is UntypedMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value itself, or an empty map when it is not a map. */
export function asMap(value: unknown): UntypedMap {
  return isMap(value) ? value : {};
}
