import type { Secret } from '../../model/secret.ts';

/** The fields that were given, and none of the others. */
export function given(
  fields: Readonly<Record<string, string | Secret | null>>,
): Record<string, string | Secret> {
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, string | Secret] => entry[1] !== null && entry[1] !== '',
  );
  return Object.fromEntries(entries);
}
