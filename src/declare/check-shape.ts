import * as v from 'valibot';
import type { RuleCode } from '../model/codes/manifest-rules.ts';
import { rules } from '../model/codes/manifest-rules.ts';
import { regions } from '../model/partitions.ts';
import type { Problem } from '../model/problem.ts';
import type { DocumentPath, DocumentTree } from './document-tree.ts';
import { locateNode } from './document-tree.ts';
import { makeProblem, shown } from './make-problem.ts';
import { suggestion } from './suggest.ts';

export interface Shape<T> {
  /** The document with its defaults; meaningful only where there is no problem. */
  readonly data: T;
  readonly problems: readonly Problem[];
}

/** Checks a document against the schema: fields, types, and the form of each value. */
export function checkShape<S extends v.GenericSchema>(
  schema: S,
  tree: DocumentTree,
): Shape<v.InferOutput<S>> {
  const result = v.safeParse(schema, tree.data);
  const problems = (result.issues ?? []).map((issue) => shapeProblem(issue, tree));
  return { data: result.output as v.InferOutput<S>, problems };
}

const secretFields = new Set<unknown>(['credentials', 'access_key', 'secret_key', 'session_token']);

function shapeProblem(issue: v.BaseIssue<unknown>, tree: DocumentTree): Problem {
  const path: DocumentPath = (issue.path ?? []).map(({ key }) => key as string | number);
  const last = issue.path?.at(-1);
  const { at, key, value } = locateNode(tree.root, path);
  if (issue.kind === 'schema' && last?.origin === 'key') {
    return issue.expected === 'never'
      ? unknownField(String(last.key), issue.requirement as string[], path, tree)
      : makeProblem('missing_field', at, value);
  }
  const hidden = path.some((segment) => secretFields.has(segment));
  if (issue.kind === 'schema') {
    return { ...wrongValue(issue, path, hidden), at, source: value };
  }
  const code = issue.message as RuleCode;
  const where = last?.origin === 'key' ? key : value;
  if (code === 'empty_value') return makeProblem(code, at, where);
  const { says } = rules[code];
  const message = hidden ? `${says}.` : `${shown(issue.input)} ${says}.`;
  return makeProblem(code, at, where, message, remedyFor(code, issue.input));
}

/** A name that is not a plain word may be a misplaced secret, so it is not shown. */
function unknownField(name: string, known: string[], path: DocumentPath, tree: DocumentTree): Problem {
  const plain = /^[$\w.-]{1,32}$/.test(name);
  const around = locateNode(tree.root, path.slice(0, -1)).at;
  const { at, key } = locateNode(tree.root, path);
  if (name === '<<') {
    const message = '`<<` is not a field here: YAML 1.2 has no merge keys.';
    const remedy = 'Write the fields out, or use an alias for the value.';
    return makeProblem('unknown_field', around, key, message, remedy);
  }
  const message = plain
    ? `${shown(name)} is not a field here.`
    : 'has a field whose name is not a plain word.';
  const remedy = `${plain ? suggestion(name, known) : ''}The fields here are ${known.join(', ')}.`;
  return makeProblem('unknown_field', plain ? at : around, key, message, remedy);
}

type Found = Omit<Problem, 'at' | 'source'>;

function wrongValue(issue: v.BaseIssue<unknown>, path: DocumentPath, hidden: boolean): Found {
  const { input } = issue;
  if (input === null) return problemOf('null_value', `${rules.null_value.says}.`);
  if (issue.type === 'picklist' && typeof input === 'string') {
    if (input === '') return problemOf('empty_value', `${rules.empty_value.says}.`);
    const words = [...(issue.expected ?? '').matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? '');
    const near = suggestion(input, words);
    return problemOf(
      'unknown_value',
      `${shown(input)} is not a valid value.`,
      `${near}Use ${words.join(', ')}.`,
    );
  }
  const [type, remedy] = expectedTypes[issue.type] ?? ['another type', rules.wrong_type.fix];
  const isLong = typeof input === 'string' && (input.length > 32 || path.length === 0);
  const what = hidden ? 'is another type' : `is ${isLong ? 'a string' : shown(input)}`;
  return problemOf('wrong_type', `${what}; expected ${type}.`, perField.get(path.at(-1)) ?? remedy);
}

function problemOf(code: RuleCode, message: string, remedy: string = rules[code].fix): Found {
  return { code, message, remedy };
}

const aString = [
  'a string',
  'Write a string; quote it if it reads as a number, or as true or false.',
] as const;

/** By valibot's name of a schema: the type that it expects, and how to write it. */
const expectedTypes: Readonly<Record<string, readonly [type: string, remedy: string]>> = {
  string: aString,
  picklist: aString,
  boolean: ['true or false', 'Write `true` or `false`, without quotes.'],
  number: ['a whole number', 'Write a whole number, without quotes.'],
  array: ['a list', 'Write a list, such as `[encrypt, decrypt]`, or one `- item` per line.'],
  record: ['a map by name', 'Write a map, `name: {}`, with the fields of each name inside.'],
  strict_object: ['a map of fields', 'Write fields, each as `name: value`.'],
};

const perField: ReadonlyMap<unknown, string> = new Map([
  ['rotate_after', rules.invalid_duration.fix],
  ['retire_after', rules.invalid_duration.fix],
  ['account_id', rules.invalid_account_id.fix],
]);

/** The rule's remedy, or a more specific one for two common mistakes. */
function remedyFor(code: RuleCode, input: unknown): string {
  const { fix } = rules[code];
  if (typeof input !== 'string') return fix;
  if (code === 'literal_secret' && input.startsWith('${{')) {
    return 'GitHub does not evaluate a workflow expression in a file: set a variable in the `env` of the step from it, and write `${NAME}` here.';
  }
  if (code === 'invalid_region' && !input.includes('${')) return `${suggestion(input, regions)}${fix}`;
  if (code !== 'invalid_endpoint' && code !== 'literal_secret' && input.includes('${')) {
    return `${fix} References to environment variables are supported in credentials only.`;
  }
  return fix;
}
