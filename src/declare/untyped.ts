/** A map whose values may be anything: what a document holds before it was checked. */
export type UntypedMap = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is UntypedMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value itself, or an empty map when it is none. */
export function asMap(value: unknown): UntypedMap {
  return isMap(value) ? value : {};
}
