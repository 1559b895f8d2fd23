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

/** What a user declared, and what we have to say about it. */
export interface Declaration {
  readonly desired: Desired;
  /** Stops nothing: an unheard-of region, a purpose that HashiCorp's table does not list. */
  readonly warnings: readonly Problem[];
  /** SHA-256, in hex, over the manifest's texts one after the other; `null` when the declaration is inline. */
  readonly sha256: string | null;
}

/**
 * Checks documents, each by itself and all together.
 *
 * @param earlier problems that were found before, while the documents were read
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
  if (problems.length > 0) throw new InvalidInput(onePerPlace(problems));
  const mounts = checked.map(({ data, place }) => ({ mount: toMount(data, place, variables), place }));
  return {
    desired: { mounts: mounts.map(({ mount }) => mount) },
    warnings: mounts.flatMap(({ mount, place }) => advise(mount, place)),
    sha256,
  };
}

function checkDocument(tree: DocumentTree, schema: MountSchema, variables: Variables) {
  const { data, problems } = checkShape(schema, tree);
  const all = [...problems, ...checkRelations(tree), ...checkCredentialValues(tree, variables)];
  return { data, place: tree.root, problems: all };
}

/**
 * Ids tell mounts apart, so `a` with `b/c` and `a/b` with `c` are one: Vault cannot have both a namespace and
 * a mount at the same path either.
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
    const remedy = 'Put everything of one mount into one document.';
    return [
      makeProblem('duplicate_name', at, value, `the mount ${id} is declared already, at ${before}.`, remedy),
    ];
  });
}

/** In the order of the texts; of several about the same place, the first says enough. */
function onePerPlace(problems: readonly Problem[]): Problem[] {
  const places = new Map<string, Problem>();
  for (const found of problems) {
    const place = JSON.stringify([found.at, found.source]);
    if (!places.has(place)) places.set(place, found);
  }
  const files = [...new Set([...places.values()].map(({ source }) => source.file))];
  const order = ({ source: { file, line, column } }: Problem) =>
    [files.indexOf(file), line ?? 0, column ?? 0] as const;
  return [...places.values()].sort((a, b) => {
    const [x, y] = [order(a), order(b)];
    return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
  });
}
