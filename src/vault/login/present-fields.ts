import type { Secret } from '../../model/secret.ts';

/** The fields that have a value: neither `null` nor empty. */
export function presentFields(
  fields: Readonly<Record<string, string | Secret | null>>,
): Record<string, string | Secret> {
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, string | Secret] => entry[1] !== null && entry[1] !== '',
  );
  return Object.fromEntries(entries);
}
