import { AwsError } from './errors.ts';

/**
 * The page after a marker, sorted by name. The marker holds the name of the last item, so a list that changes between two
 * requests loses no item.
 *
 * @returns the items, and the marker of the next page: opaque, `undefined` on the last page
 * @throws {AwsError} `invalidCode` for an invalid marker
 */
export function pageOf<T>(
  items: readonly T[],
  nameOf: (item: T, index: number) => string,
  limit: number,
  marker: string | undefined,
  invalidCode = 'InvalidMarkerException',
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const after = marker === undefined ? '' : decode(marker, invalidCode);
  const named = items.map((item, index) => ({ item, name: nameOf(item, index) }));
  const left = named.filter(({ name }) => name > after).sort((a, b) => (a.name < b.name ? -1 : 1));
  const next = left.length > limit ? encode(left[limit - 1]!.name) : undefined;
  return { items: left.slice(0, limit).map(({ item }) => item), next };
}

/** A name for items in an order of their own. */
export function byIndex(_item: unknown, index: number): string {
  return String(index).padStart(6, '0');
}

const prefix = 'after:';

function encode(name: string): string {
  return Buffer.from(`${prefix}${name}`).toString('base64url');
}

function decode(marker: string, invalidCode: string): string {
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith(prefix)) throw new AwsError(invalidCode, 'The marker is not valid.');
  return text.slice(prefix.length);
}
