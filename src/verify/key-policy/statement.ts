import { resourceCovers } from './arn-pattern.ts';
import { conditionHolds } from './condition.ts';
import type { Statement } from './document.ts';
import { textsOf } from './document.ts';
import { covers, hasMissingVariable } from './pattern.ts';
import type { PolicyRequest, RequestContext } from './request.ts';
import { every, not, some, type Ternary } from './ternary.ts';

/** Whether a statement is about a request, for any caller. */
export function concerns(
  statement: Statement,
  { action, resource, context }: PolicyRequest,
  hasVariables: boolean,
): Ternary {
  return every([
    statement.has_unknown_element ? 'unknown' : 'yes',
    concernsAction(statement, action),
    concernsResource(statement, resource, hasVariables ? context : null),
    conditionHolds(statement.Condition, context, hasVariables),
  ]);
}

function concernsAction({ Action, NotAction }: Statement, action: string): Ternary {
  return oneOrOther(Action, NotAction, (pattern) =>
    covers(pattern, action, { wildcards: true, variables: null, ignore_case: true }),
  );
}

function concernsResource(
  { Resource, NotResource }: Statement,
  resource: string,
  variables: RequestContext | null,
): Ternary {
  const isUnclear = (pattern: string) => NotResource !== undefined && hasMissingVariable(pattern, variables);
  return oneOrOther(Resource, NotResource, (pattern) =>
    isUnclear(pattern) ? 'unknown' : resourceCovers(pattern, resource, variables),
  );
}

/** One of an element and its `Not…` form has to be there. */
function oneOrOther(element: unknown, notElement: unknown, isCovered: (pattern: string) => Ternary): Ternary {
  if ((element === undefined) === (notElement === undefined)) return 'unknown';
  const patterns = textsOf(element ?? notElement);
  if (patterns === null) return 'unknown';
  const covered = some(patterns.map(isCovered));
  return element === undefined ? not(covered) : covered;
}
