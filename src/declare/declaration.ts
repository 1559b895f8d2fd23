import type { Desired } from '../model/desired.ts';
import { InvalidInput } from '../model/errors.ts';
import { mountId } from '../model/id.ts';
import type { Problem } from '../model/problem.ts';
import { showLocation } from '../model/problem.ts';
import { advise } from './advice.ts';
import { checkRelations } from './check-relations.ts';
import { checkShape } from './check-shape.ts';
import type { Variables } from './declared-credentials.ts';
import { checkCredentialValues } from './declared-credentials.ts';
import type { DocumentTree } from './document-tree.ts';
import { locateNode } from './document-tree.ts';
import { makeProblem } from './make-problem.ts';
import type { MountSchema } from './manifest-schema.ts';
import { toMount } from './to-mount.ts';
import { asMap } from './untyped.ts';

/** What a user declared, and warnings about it. */
export interface Declaration {
  readonly desired: Desired;
  /** Do not stop the run: an unknown region, a purpose that HashiCorp's table does not list. */
  readonly warnings: readonly Problem[];
  /** SHA-256 of the manifest's texts in their order, in hex; `null` for an inline declaration. */
  readonly sha256: string | null;
}

/**
 * Checks documents, each by itself and all together.
 *
 * @param earlier problems that were found while the documents were read
 * @throws InvalidInput with every problem of every document
 */
export function declare(
  trees: readonly DocumentTree[],
  schema: MountSchema,
  variables: Variables,
  sha256: string | null,
  earlier: readonly Problem[],
): Declaration {
  const checked = trees.map((tree) => checkDocument(tree, schema, variables));
  const found = checked.flatMap(({ problems }) => problems);
  const problems = [...earlier, ...found, ...repeatedMounts(trees)];
  if (problems.length > 0) throw new InvalidInput(onePerLocation(problems));
  const mounts = checked.map(({ data, root }) => ({ mount: toMount(data, root, variables), root }));
  return {
    desired: { mounts: mounts.map(({ mount }) => mount) },
    warnings: mounts.flatMap(({ mount, root }) => advise(mount, root)),
    sha256,
  };
}

function checkDocument(tree: DocumentTree, schema: MountSchema, variables: Variables) {
  const { data, problems } = checkShape(schema, tree);
  const all = [...problems, ...checkRelations(tree), ...checkCredentialValues(tree, variables)];
  return { data, root: tree.root, problems: all };
}

/**
 * Mounts are compared by id, so namespace `a` with path `b/c` and `a/b` with `c` are the same: Vault cannot have a
 * namespace and a mount at one path either.
 */
function repeatedMounts(trees: readonly DocumentTree[]): Problem[] {
  const first = new Map<string, string>();
  return trees.flatMap((tree) => {
    const { namespace = '', path = 'keymgmt' } = asMap(tree.data);
    if (typeof namespace !== 'string' || typeof path !== 'string') return [];
    const id = mountId({ namespace, path });
    const { at, value } = locateNode(tree.root, Object.hasOwn(asMap(tree.data), 'path') ? ['path'] : []);
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, showLocation(value));
      return [];
    }
    const remedy = 'Declare each mount in one document.';
    return [
      makeProblem('duplicate_name', at, value, `the mount ${id} is already declared at ${before}.`, remedy),
    ];
  });
}

/** The problems in the order of the texts, only the first of each location. */
function onePerLocation(problems: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const found of problems) {
    const location = JSON.stringify([found.at, found.source]);
    if (!first.has(location)) first.set(location, found);
  }
  const files = [...new Set([...first.values()].map(({ source }) => source.file))];
  const order = ({ source: { file, line, column } }: Problem) =>
    [files.indexOf(file), line ?? 0, column ?? 0] as const;
  return [...first.values()].sort((a, b) => {
    const [x, y] = [order(a), order(b)];
    return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
  });
}
