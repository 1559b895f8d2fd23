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
  nameOf: (item: T) => string,
  limit: number,
  marker: string | undefined,
  invalidCode = 'InvalidMarkerException',
): Page<T> {
  const after = marker === undefined ? null : decode(marker, invalidCode);
  const rest = after === null ? items : items.filter((item) => nameOf(item) > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const more = rest.length > limit && last !== undefined;
  return { items: page, next: more ? encode(nameOf(last)) : undefined };
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
