import type { Env } from '../model/effects.ts';
import type { Problem } from '../model/problem.ts';
import { inputSource } from '../model/problem.ts';
import type { Variables } from './credentials.ts';
import type { Declaration } from './declaration.ts';
import { declare } from './declaration.ts';
import { problem } from './finding.ts';
import type { InlineInput, InlineInputs } from './inline-inputs.ts';
import { keysByName } from './keylist.ts';
import type { Place, Tree } from './place.ts';
import { inlineSchema } from './schema.ts';
import { parseYaml } from './yaml.ts';

/**
 * The inline inputs as a manifest of one document, checked like any other. An empty input is one that is not
 * given. Secrets stand there as they are (a workflow takes them from `secrets`); `${NAME}` is taken as well.
 * A key without `kms` is distributed to the one provider.
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
  if (name.data === undefined) problems.push(problem('missing_field', '', inputSource('name')));
  const provider = map(name.place, {
    key_collection: text('key_collection'),
    credentials: yaml('credentials'),
    access_key: text('access_key'),
    secret_key: text('secret_key'),
  });
  const kms = String(name.data ?? 'unnamed');
  const tree = map(name.place, {
    namespace: text('namespace'),
    path: text('path'),
    create_mount: field('create_mount', boolean(inputs.create_mount || undefined)),
    kms: map(name.place, { [kms]: provider }),
    keys: keysByName(yaml('keys'), { data: kms, place: name.place }, problems),
  });
  return declare([tree], inlineSchema, { env, unset }, null, problems);
}

function field(input: InlineInput, data: unknown): Tree {
  const source = inputSource(input);
  return { data, place: { at: '', key: source, value: source, children: new Map() } };
}

/** Other text stays text, which the schema then refuses. */
function boolean(text: string | undefined): unknown {
  return text === 'true' ? true : text === 'false' ? false : text;
}

/** The one document of an input; without data when there is none, or when it has problems of its own. */
function readYaml(input: InlineInput, text: string, problems: Problem[]): Tree {
  const { trees, problems: found } = parseYaml({ text, file: null, input });
  for (const it of found) problems.push(it);
  const [first, second] = trees;
  if (second !== undefined) problems.push(problem('many_documents', '', second.place.value));
  if (first === undefined || found.length > 0) return field(input, undefined);
  return { data: first.data, place: { ...first.place, at: '' } };
}

/** A map of the fields that are given; the others keep their place, so that one is named where it is missing. */
function map({ key, value }: Place, fields: Readonly<Record<string, Tree>>): Tree {
  const entries = Object.entries(fields);
  return {
    data: Object.fromEntries(
      entries.flatMap(([name, { data }]) => (data === undefined ? [] : [[name, data]])),
    ),
    place: { at: '', key, value, children: new Map(entries.map(([name, { place }]) => [name, place])) },
  };
}
