import { createHash } from 'node:crypto';
import type { Env } from '../model/effects.ts';
import { InvalidInput } from '../model/errors.ts';
import { inputLocation } from '../model/problem.ts';
import type { Declaration } from './declaration.ts';
import { declare } from './declaration.ts';
import type { Variables } from './declared-credentials.ts';
import { makeProblem } from './make-problem.ts';
import { manifestSchema } from './manifest-schema.ts';
import type { Text } from './parse-yaml.ts';
import { parseYaml } from './parse-yaml.ts';

/**
 * Reads a manifest: texts of YAML or JSON, each with any number of documents, each document one mount.
 *
 * Empty documents are skipped. `${NAME}` in a credential value is resolved from `env`.
 *
 * @throws InvalidInput with every problem of every document
 */
export function declareManifest(
  texts: readonly Text[],
  env: Env,
  unset: Variables['unset'] = 'error',
): Declaration {
  const parsed = texts.map(parseYaml);
  const trees = parsed.flatMap((it) => it.trees);
  const problems = parsed.flatMap((it) => it.problems);
  if (trees.length === 0 && problems.length === 0) {
    const message = 'declares nothing: every document is empty.';
    const remedy = 'Declare at least one mount: `path: keymgmt`, with `kms` and `keys`.';
    throw new InvalidInput([makeProblem('nothing_declared', '', inputLocation('manifest'), message, remedy)]);
  }
  const hash = createHash('sha256');
  for (const { text } of texts) hash.update(text);
  return declare(trees, manifestSchema, { env, unset }, hash.digest('hex'), problems);
}
