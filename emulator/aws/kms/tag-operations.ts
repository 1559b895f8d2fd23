import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { type ContextEntries, prefixed } from '../policy/context.ts';
import { text } from '../validate.ts';
import { kmsPage, limit, marker, tags } from './input.ts';
import { inAnyState, keyOperation } from './kms-call.ts';
import { requireNotDeleted } from './require-state.ts';

type Tag = v.InferOutput<typeof tags>[number];

const tagLimit = 50;

export const tagOperations = {
  TagResource: keyOperation(
    { Tags: tags },
    requireNotDeleted,
    (key, { Tags }) => {
      const wanted = tagMap(Tags);
      if (new Set([...key.tags.keys(), ...wanted.keys()]).size > tagLimit)
        throw new AwsError('LimitExceededException', `A KMS key has at most ${tagLimit} tags.`);
      for (const [name, value] of wanted) key.tags.set(name, value);
    },
    ({ Tags }) => tagContext(Tags),
  ),

  UntagResource: keyOperation(
    { TagKeys: v.array(text(1, 128)) },
    requireNotDeleted,
    ({ tags: own }, { TagKeys }) => {
      for (const name of TagKeys) own.delete(name);
    },
    ({ TagKeys }) => ({ 'aws:TagKeys': TagKeys }),
  ),

  ListResourceTags: keyOperation({ Limit: limit(50), Marker: marker }, inAnyState, (key, input) => {
    const view = ([TagKey, TagValue]: [string, string]) => ({ TagKey, TagValue });
    return kmsPage('Tags', [...key.tags], ([name]) => name, view, 50, input);
  }),
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
export function tagContext(list: readonly Tag[]): ContextEntries {
  if (list.length === 0) return {};
  return {
    'aws:TagKeys': list.map(({ TagKey }) => TagKey),
    ...prefixed(
      'aws:RequestTag/',
      list.map(({ TagKey, TagValue }) => [TagKey, TagValue] as const),
    ),
  };
}
