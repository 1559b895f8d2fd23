import type { Problem } from '../model/problem.ts';
import { problem, shown } from './finding.ts';
import { isMap } from './loose.ts';
import type { Place, Tree } from './place.ts';
import { locate } from './place.ts';

/**
 * The inline list of keys, each a name or a map with `name`, as the manifest's map by name.
 *
 * @param kms the provider of a key that names none
 * @param problems takes what is wrong with the list itself
 */
export function keysByName(list: Tree, kms: Tree, problems: Problem[]): Tree {
  const nothing = { data: undefined, place: list.place };
  if (list.data === undefined) return nothing;
  if (!Array.isArray(list.data)) {
    const { at, value } = locate(list.place, []);
    const remedy = 'Write a list: one `- name` a line, or `- name: …` with the fields of a key.';
    problems.push(
      problem('wrong_type', at, value, `${shown(list.data)} stands where a list belongs.`, remedy),
    );
    return nothing;
  }
  const fields = new Map<string, unknown>();
  const children = new Map<string, Place>();
  for (const [index, item] of list.data.entries()) {
    const key = keyOf(item, index, list.place, problems);
    if (key === null) continue;
    const first = children.get(key.name);
    if (first !== undefined) {
      const message = `${shown(key.name)} is there twice; the first is on line ${first.key.line}.`;
      problems.push(problem('duplicate_name', key.place.at ?? '', key.place.key, message));
      continue;
    }
    const named = Object.hasOwn(key.fields, 'kms');
    fields.set(key.name, named ? key.fields : { ...key.fields, kms: kms.data });
    const places = named ? key.place.children : new Map([...key.place.children, ['kms', kms.place]]);
    children.set(key.name, { ...key.place, children: places });
  }
  return { data: Object.fromEntries(fields), place: { ...list.place, children } };
}

interface ListedKey {
  readonly name: string;
  readonly fields: object;
  readonly place: Place;
}

function keyOf(item: unknown, index: number, list: Place, problems: Problem[]): ListedKey | null {
  const { at, value } = locate(list, [index]);
  if (typeof item === 'string') {
    return { name: item, fields: {}, place: { at, key: value, value, children: new Map() } };
  }
  if (!isMap(item)) {
    const remedy = 'Write a name, in quotes if it looks like a number, or a map with `name`.';
    problems.push(
      problem('wrong_type', at, value, `${shown(item)} stands where a name or a map belongs.`, remedy),
    );
    return null;
  }
  const { name, ...fields } = item;
  const where = locate(list, [index, 'name']);
  if (typeof name !== 'string') {
    const found = Object.hasOwn(item, 'name')
      ? problem(
          'wrong_type',
          where.at,
          where.value,
          `${shown(name)} stands where a name belongs.`,
          'Put it in quotes.',
        )
      : problem('missing_field', where.at, where.value);
    problems.push(found);
    return null;
  }
  const children = list.children.get(String(index))?.children ?? new Map();
  return { name, fields, place: { at, key: where.value, value, children } };
}
