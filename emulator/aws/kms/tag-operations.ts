import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { ContextValue } from '../policy/context.ts';
import { text } from '../validate.ts';
import { keyId, limit, marker, tags } from './input.ts';
import { kmsOperation } from './kms-call.ts';
import { requireNotDeleted } from './require-state.ts';

type Tag = v.InferOutput<typeof tags>[number];

const tagLimit = 50;

export const tagOperations = {
  TagResource: kmsOperation(v.object({ KeyId: keyId, Tags: tags }), (call, input) => {
    const key = call.key(input.KeyId, { context: tagContext(input.Tags) });
    requireNotDeleted(key);
    const wanted = tagMap(input.Tags);
    if (new Set([...key.tags.keys(), ...wanted.keys()]).size > tagLimit) {
      throw new AwsError('LimitExceededException', `A KMS key has at most ${tagLimit} tags.`);
    }
    for (const [name, value] of wanted) key.tags.set(name, value);
    return undefined;
  }),

  UntagResource: kmsOperation(v.object({ KeyId: keyId, TagKeys: v.array(text(1, 128)) }), (call, input) => {
    const key = call.key(input.KeyId, { context: { 'aws:TagKeys': input.TagKeys } });
    requireNotDeleted(key);
    for (const name of input.TagKeys) key.tags.delete(name);
    return undefined;
  }),

  ListResourceTags: kmsOperation(
    v.object({ KeyId: keyId, Limit: limit(50), Marker: marker }),
    (call, input) => {
      const sorted = [...call.key(input.KeyId).tags].sort(([a], [b]) => (a < b ? -1 : 1));
      const page = pageOf(sorted, ([name]) => name, input.Limit ?? 50, input.Marker);
      return {
        Tags: page.items.map(([name, value]) => ({ TagKey: name, TagValue: value })),
        NextMarker: page.next,
        Truncated: page.next !== undefined,
      };
    },
  ),
};

/** @throws {AwsError} `TagException` for a reserved or repeated tag */
export function tagMap(list: readonly Tag[]): Map<string, string> {
  const reserved = list.find(({ TagKey }) => TagKey.toLowerCase().startsWith('aws:'));
  if (reserved)
    throw new AwsError('TagException', 'aws: prefixed tag key names are not allowed for external use');
  const map = new Map(list.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
  if (map.size < list.length) throw new AwsError('TagException', 'Duplicate tag keys');
  return map;
}

/** The condition keys of a request with tags. */
export function tagContext(list: readonly Tag[]): Readonly<Record<string, ContextValue>> {
  if (list.length === 0) return {};
  return {
    'aws:TagKeys': list.map(({ TagKey }) => TagKey),
    ...Object.fromEntries(list.map(({ TagKey, TagValue }) => [`aws:RequestTag/${TagKey}`, TagValue])),
  };
}
