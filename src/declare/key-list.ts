import type { Problem } from '../model/problem.ts';
import type { DocumentNode, DocumentTree } from './document-tree.ts';
import { locateNode } from './document-tree.ts';
import { makeProblem, shown } from './make-problem.ts';
import { isMap } from './untyped.ts';

/**
 * Converts the inline list of keys, each a name or a map with `name`, to the manifest's map by name.
 *
 * @param kms the provider of a key without `kms`
 * @param problems receives the problems of the list itself
 */
export function keysByName(list: DocumentTree, kms: DocumentTree, problems: Problem[]): DocumentTree {
  const none = { data: undefined, root: list.root };
  if (list.data === undefined) return none;
  if (!Array.isArray(list.data)) {
    const { at, value } = locateNode(list.root, []);
    const remedy = 'Write a list: one `- name` per line, or `- name: …` with the fields of a key.';
    problems.push(makeProblem('wrong_type', at, value, `is ${shown(list.data)}; expected a list.`, remedy));
    return none;
  }
  const fields = new Map<string, unknown>();
  const children = new Map<string, DocumentNode>();
  for (const [index, item] of list.data.entries()) {
    const key = keyOf(item, index, list.root, problems);
    if (key === null) continue;
    const first = children.get(key.name);
    if (first !== undefined) {
      const message = `${shown(key.name)} is declared twice; first on line ${first.key.line}.`;
      problems.push(makeProblem('duplicate_name', key.node.at ?? '', key.node.key, message));
      continue;
    }
    const named = Object.hasOwn(key.fields, 'kms');
    fields.set(key.name, named ? key.fields : { ...key.fields, kms: kms.data });
    const parts = named ? key.node.children : new Map([...key.node.children, ['kms', kms.root]]);
    children.set(key.name, { ...key.node, children: parts });
  }
  return { data: Object.fromEntries(fields), root: { ...list.root, children } };
}

interface ListedKey {
  readonly name: string;
  readonly fields: object;
  readonly node: DocumentNode;
}

function keyOf(item: unknown, index: number, list: DocumentNode, problems: Problem[]): ListedKey | null {
  const { at, value } = locateNode(list, [index]);
  if (typeof item === 'string') {
    return { name: item, fields: {}, node: { at, key: value, value, children: new Map() } };
  }
  if (!isMap(item)) {
    const remedy = 'Write a name, quoted if it reads as a number, or a map with `name`.';
    problems.push(
      makeProblem('wrong_type', at, value, `is ${shown(item)}; expected a name or a map.`, remedy),
    );
    return null;
  }
  const { name, ...fields } = item;
  const where = locateNode(list, [index, 'name']);
  if (typeof name !== 'string') {
    const found = Object.hasOwn(item, 'name')
      ? makeProblem(
          'wrong_type',
          where.at,
          where.value,
          `is ${shown(name)}; expected a name.`,
          'Put it in quotes.',
        )
      : makeProblem('missing_field', where.at, where.value);
    problems.push(found);
    return null;
  }
  const children = list.children.get(String(index))?.children ?? new Map();
  return { name, fields, node: { at, key: where.value, value, children } };
}
