import { covers, hasVariable, type PatternOptions } from './pattern.ts';
import type { RequestContext } from './request.ts';
import { every, type Ternary } from './ternary.ts';

/**
 * Whether an ARN pattern covers an ARN: each of the six parts is compared on its own. A pattern with fewer parts is
 * `unknown`.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function arnCovers(pattern: string, arn: string, variables: RequestContext | null): Ternary {
  const wanted = partsOf(pattern);
  const actual = partsOf(arn);
  if (wanted === null || actual === null) return 'unknown';
  return every(wanted.map((part, index) => covers(part, actual[index]!, { wildcards: true, variables })));
}

/**
 * Whether an entry of `Resource` covers a resource. A variable is replaced only after the fifth colon; elsewhere, and
 * where the reading by parts and the reading as one text differ, it is `unknown`.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resourceCovers(pattern: string, resource: string, variables: RequestContext | null): Ternary {
  if (pattern === '*') return 'yes';
  const options: PatternOptions = { wildcards: true, variables };
  const whole = covers(pattern, resource, options);
  if (resource === '*') return whole;
  const parts = partsOf(pattern);
  const byParts = parts === null ? 'unknown' : arnCovers(pattern, resource, variables);
  const misplaced = variables !== null && parts?.slice(0, 5).some(hasVariable) === true;
  return misplaced || whole !== byParts ? 'unknown' : whole;
}

/** A colon inside a policy variable separates nothing. */
function partsOf(arn: string): string[] | null {
  const parts = arn.match(/(?:\$\{[^}]*\}|[^:])*(?::|$)/g)?.map((part) => part.replace(/:$/, '')) ?? [];
  if (parts.at(-1) === '' && !arn.endsWith(':')) parts.pop();
  return parts.length < 6 ? null : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
