import * as v from 'valibot';
import { pageOf } from '../page.ts';
import { integer, matching, text } from '../validate.ts';

/** Input members that several operations share, with KMS's constraints. */
export const keyId = text(1, 2048);
export const aliasName = v.pipe(text(1, 256), matching(/^[a-zA-Z0-9:/_-]+$/));
export const limit = (max: number) => v.optional(integer(1, max));
export const marker = v.optional(text(1, 1024));
/** `BypassPolicyLockoutSafetyCheck`. */
export const bypass = v.optional(v.boolean(), false);
export const dryRun = v.optional(v.boolean(), false);
export const encryptionContext = v.optional(v.record(v.string(), v.string()), {});

export const tags = v.array(v.object({ TagKey: text(1, 128), TagValue: text(0, 256) }));

/** What a new key and a new replica take. */
export const newKeyInput = {
  Description: v.optional(text(0, 8192), ''),
  Policy: v.optional(text(1, 131072)),
  BypassPolicyLockoutSafetyCheck: bypass,
  Tags: v.optional(tags, []),
};

/** Bytes; base64 in the request. */
export const blob = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.base64('Member must be base64'),
    v.transform((encoded): Uint8Array => Buffer.from(encoded, 'base64')),
    v.check(({ length }) => length >= min, `Member must have length greater than or equal to ${min}`),
    v.check(({ length }) => length <= max, `Member must have length less than or equal to ${max}`),
  );

/** A date; epoch seconds in the request. */
export const timestamp = v.pipe(
  v.number(),
  v.transform((seconds) => new Date(seconds * 1000)),
);

/** A page of a list as KMS returns it: in a member of this name, with `NextMarker` and `Truncated`. */
export function kmsPage<T>(
  member: string,
  items: readonly T[],
  nameOf: (item: T, index: number) => string,
  view: (item: T) => unknown,
  defaultLimit: number,
  { Limit, Marker }: { readonly Limit?: number | undefined; readonly Marker?: string | undefined },
): object {
  const { items: shown, next } = pageOf(items, nameOf, Limit ?? defaultLimit, Marker);
  return { [member]: shown.map(view), NextMarker: next, Truncated: next !== undefined };
}
