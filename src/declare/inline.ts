import type { Env } from '../model/effects.ts';
import type { Problem } from '../model/problem.ts';
import { inputLocation } from '../model/problem.ts';
import type { Declaration } from './declaration.ts';
import { declare } from './declaration.ts';
import type { Variables } from './declared-credentials.ts';
import type { DocumentNode, DocumentTree } from './document-tree.ts';
import type { InlineInput, InlineInputs } from './inline-inputs.ts';
import { keysByName } from './key-list.ts';
import { makeProblem } from './make-problem.ts';
import { inlineSchema } from './manifest-schema.ts';
import { parseYaml } from './parse-yaml.ts';

/**
 * Reads the inline inputs as a manifest of one document, with the same checks. An empty input counts as left out.
 * Secrets may be literal, since a workflow takes them from `secrets`; `${NAME}` is supported as well. A key without
 * `kms` is distributed to the one provider.
 *
 * @throws InvalidInput with every problem of every input
 */
export function declareInline(
  inputs: InlineInputs,
  env: Env,
  unset: Variables['unset'] = 'error',
): Declaration {
  const problems: Problem[] = [];
  const text = (input: InlineInput) => field(input, inputs[input] || undefined);
  const yaml = (input: InlineInput) => readYaml(input, inputs[input] ?? '', problems);

  const name = text('name');
  if (name.data === undefined) problems.push(makeProblem('missing_field', '', inputLocation('name')));
  const provider = map(name.root, {
    key_collection: text('key_collection'),
    credentials: yaml('credentials'),
    access_key: text('access_key'),
    secret_key: text('secret_key'),
  });
  const kms = String(name.data ?? 'unnamed');
  const tree = map(name.root, {
    namespace: text('namespace'),
    path: text('path'),
    create_mount: field('create_mount', boolean(inputs.create_mount || undefined)),
    kms: map(name.root, { [kms]: provider }),
    keys: keysByName(yaml('keys'), { data: kms, root: name.root }, problems),
  });
  return declare([tree], inlineSchema, { env, unset }, null, problems);
}

function field(input: InlineInput, data: unknown): DocumentTree {
  const source = inputLocation(input);
  return { data, root: { at: '', key: source, value: source, children: new Map() } };
}

/** Other text stays text, which the schema then rejects. */
function boolean(text: string | undefined): unknown {
  return text === 'true' ? true : text === 'false' ? false : text;
}

/** The single document of an input; without data when it is empty or has problems. */
function readYaml(input: InlineInput, text: string, problems: Problem[]): DocumentTree {
  const { trees, problems: found } = parseYaml({ text, file: null, input });
  for (const it of found) problems.push(it);
  const [first, second] = trees;
  if (second !== undefined) problems.push(makeProblem('many_documents', '', second.root.value));
  if (first === undefined || found.length > 0) return field(input, undefined);
  return { data: first.data, root: { ...first.root, at: '' } };
}

/** A map of the fields that are given; the others keep their location for the problem of a missing field. */
function map({ key, value }: DocumentNode, fields: Readonly<Record<string, DocumentTree>>): DocumentTree {
  const entries = Object.entries(fields);
  return {
    data: Object.fromEntries(
      entries.flatMap(([name, { data }]) => (data === undefined ? [] : [[name, data]])),
    ),
    root: { at: '', key, value, children: new Map(entries.map(([name, { root }]) => [name, root])) },
  };
}
