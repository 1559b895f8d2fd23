import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { Document } from 'yaml';

/** The inputs by heading, from the registry that the action reads them with. */
export async function inputGroups() {
  const outfile = resolve('build/all-inputs.cjs');
  await mkdir('build', { recursive: true });
  await build({
    entryPoints: ['src/action/all-inputs.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    outfile,
    logLevel: 'error',
  });
  return createRequire(import.meta.url)(outfile).inputGroups;
}

/** `action.yml` and `action-types.yml` with their `inputs` generated from the registry. */
export async function actionFiles() {
  const groups = await inputGroups();
  return {
    'action.yml': withInputs(await readFile('action.yml', 'utf8'), actionInputs(groups)),
    'action-types.yml': withInputs(await readFile('action-types.yml', 'utf8'), typedInputs(groups)),
  };
}

/** The description with what stands in for an empty input. */
export function descriptionOf({ description, variable }) {
  return variable === undefined ? description : `${description} Environment: \`${variable}\`.`;
}

/**
 * The default as `action.yml` declares it. An input with a variable has none there, or the runner would always give
 * it a value, and the variable would never stand in.
 */
function declaredDefault({ default: text, variable }) {
  return variable === undefined ? text : undefined;
}

function descriptionWithDefault(spec) {
  const text = descriptionOf(spec);
  return spec.variable === undefined || spec.default === undefined
    ? text
    : `${text} Default: \`${spec.default}\`.`;
}

function actionInputs(groups) {
  const document = new Document({ inputs: {} });
  for (const [heading, specs] of Object.entries(groups)) {
    for (const [index, [name, spec]] of Object.entries(specs).entries()) {
      const fallback = declaredDefault(spec);
      const key = document.createNode(name);
      if (index === 0) {
        key.commentBefore = ` ${heading}`;
        key.spaceBefore = heading !== Object.keys(groups)[0];
      }
      document.get('inputs').add(
        document.createPair(key, {
          description: descriptionWithDefault(spec),
          ...(fallback === undefined ? {} : { default: fallback }),
        }),
      );
    }
  }
  return document.toString({ lineWidth: 118, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' });
}

function typedInputs(groups) {
  const specs = Object.assign({}, ...Object.values(groups));
  const inputs = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, typeOf(spec)]));
  const document = new Document({ inputs });
  for (const [name, { separator, 'allowed-values': choices }] of Object.entries(inputs)) {
    if (separator !== undefined) document.getIn(['inputs', name, 'separator'], true).type = 'QUOTE_DOUBLE';
    if (choices !== undefined) document.getIn(['inputs', name, 'allowed-values']).flow = true;
  }
  return document.toString({ lineWidth: 118, flowCollectionPadding: false });
}

function typeOf({ type, choices }) {
  if (type === 'list') return { type: 'list', separator: '\n', 'list-item': { type: 'string' } };
  if (choices !== undefined) return { type: 'enum', 'allowed-values': choices };
  return { type: type === 'boolean' || type === 'integer' ? type : 'string' };
}

/** The file with its map `inputs`, up to the map `outputs`, replaced. */
function withInputs(text, inputs) {
  const [before, rest] = text.split(/^inputs:$/m);
  const after = rest?.split(/^outputs:$/m)[1];
  if (after === undefined) throw new Error('the file has no maps `inputs` and `outputs`');
  return `${before}${inputs}${before.includes('name:') ? '\n' : ''}outputs:${after}`;
}

if (process.argv[1] === import.meta.filename) {
  for (const [file, made] of Object.entries(await actionFiles())) {
    if (!process.argv.includes('--check')) await writeFile(file, made);
    else if ((await readFile(file, 'utf8')) !== made) {
      console.error(`${file} differs from the registry of inputs: run node scripts/input-reference.mjs`);
      process.exitCode = 1;
    }
  }
}
