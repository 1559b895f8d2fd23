import * as v from 'valibot';
import { isMap } from './untyped.ts';

type Fields = v.ObjectEntries;

/**
 * A map with these fields and no others.
 *
 * valibot's `strictObject` stops at the first unknown field, accepts a list as a map, and ignores fields
 * that every object inherits, such as `constructor`.
 */
export function fields<const E extends Fields>(entries: E): v.StrictObjectSchema<E, undefined> {
  const strict = v.strictObject(entries);
  const known = v.object(entries);
  return {
    ...strict,
    '~run'(dataset, config) {
      const input = dataset.value;
      if (!isMap(input)) return wrongType(this, dataset, config);
      const result = known['~run'](dataset, config);
      for (const name of Object.keys(input)) {
        if (Object.hasOwn(entries, name)) continue;
        const context = { ...strict, requirement: Object.keys(entries) };
        const path = [{ type: 'object', origin: 'key', input, key: name, value: input[name] }] as const;
        v._addIssue(context, 'key', result, config, { input: name, expected: 'never', path: [path[0]] });
      }
      return result;
    },
  };
}

type Name = v.GenericSchema<string>;
type Named<V extends v.GenericSchema> = v.RecordSchema<Name, V, undefined>;

/**
 * A map from names to values of one kind.
 *
 * valibot's `record` accepts a list as a map, and silently drops the entries `constructor`, `prototype` and
 * `__proto__`; Vault accepts them as names.
 */
export function named<V extends v.GenericSchema>(name: Name, value: V): Named<V> {
  return {
    ...v.record(name, value),
    '~run'(dataset, config) {
      const input = dataset.value;
      if (!isMap(input)) return wrongType(this, dataset, config);
      const issues: v.BaseIssue<unknown>[] = [];
      const results: [string, unknown][] = [];
      for (const [key, entry] of Object.entries(input)) {
        const item = (origin: 'key' | 'value') =>
          ({ type: 'object', origin, input, key, value: entry }) as const;
        for (const issue of name['~run']({ value: key }, config).issues ?? []) {
          issues.push({ ...issue, path: [item('key')] });
        }
        const result = value['~run']({ value: entry }, config);
        for (const issue of result.issues ?? []) {
          issues.push({ ...issue, path: [item('value'), ...(issue.path ?? [])] });
        }
        results.push([key, result.value]);
      }
      const found = { typed: issues.length === 0, value: Object.fromEntries(results) };
      return (issues.length === 0 ? found : { ...found, issues }) as ReturnType<Named<V>['~run']>;
    },
  };
}

function wrongType<S extends v.GenericSchema>(
  schema: S,
  dataset: v.UnknownDataset,
  config: v.Config<v.BaseIssue<unknown>>,
): ReturnType<S['~run']> {
  v._addIssue(schema, 'type', dataset, config);
  return dataset as ReturnType<S['~run']>;
}
