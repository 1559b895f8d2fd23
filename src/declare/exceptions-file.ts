import type { Exceptions } from '../model/exceptions.ts';
import type { FindingId } from '../model/finding-id.ts';
import type { Problem } from '../model/problem.ts';
import { checkShape } from './check-shape.ts';
import { locateNode } from './document-tree.ts';
import { exceptionsSchema } from './exceptions-schema.ts';
import { makeProblem } from './make-problem.ts';
import { parseYaml, type Text } from './parse-yaml.ts';

/**
 * Reads a file of exceptions: one document of YAML or JSON.
 *
 * @param checks the ids of the checks, whose severities may be set
 * @returns the problems instead, where there are any
 */
export function readExceptions(
  source: Text,
  checks: readonly FindingId[],
): Exceptions | { readonly problems: readonly Problem[] } {
  const { trees, problems } = parseYaml(source);
  const [tree, ...others] = trees;
  if (problems.length > 0) return { problems };
  if (tree === undefined) return { exceptions: [], severities: {} };
  if (others.length > 0) return { problems: [makeProblem('many_documents', '', others[0]!.root.value)] };
  const shape = checkShape(exceptionsSchema(new Set<string>(checks)), tree);
  if (shape.problems.length > 0) return { problems: shape.problems };
  const repeated = shape.data.exceptions.flatMap(({ id }, index, all) => {
    const { at, value } = locateNode(tree.root, ['exceptions', index, 'id']);
    return all.findIndex((one) => one.id === id) < index ? [makeProblem('duplicate_name', at, value)] : [];
  });
  return repeated.length > 0 ? { problems: repeated } : shape.data;
}
