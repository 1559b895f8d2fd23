import { AwsError } from './errors.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; `undefined` on the last page. */
  readonly next: string | undefined;
}

/**
 * The page after a marker. The marker holds the name of the last item, so a list that changes between two requests loses
 * no item.
 *
 * @param items sorted by `nameOf`
 * @throws {AwsError} `invalidCode` for an invalid marker
 */
export function pageOf<T>(
  items: readonly T[],
  nameOf: (item: T, index: number) => string,
  limit: number,
  marker: string | undefined,
  invalidCode = 'InvalidMarkerException',
): Page<T> {
  const after = marker === undefined ? null : decode(marker, invalidCode);
  const names = items.map(nameOf);
  const start = after === null ? 0 : names.filter((name) => name <= after).length;
  const end = start + limit;
  return { items: items.slice(start, end), next: end < items.length ? encode(names[end - 1]!) : undefined };
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
