import { isRecord } from './document.ts';
import { parseOperator } from './operators.ts';
import { hasMissingVariable } from './pattern.ts';
import type { RequestContext } from './request.ts';
import { lookUp } from './request.ts';
import { every, not, some, type Ternary, ternary } from './ternary.ts';

/** One operator, key and its values. */
export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The entries of a `Condition`; `null` when it is not what the grammar allows. */
export function conditionEntries(condition: unknown): readonly ConditionEntry[] | null {
  if (condition === undefined) return [];
  if (!isRecord(condition)) return null;
  const entries: ConditionEntry[] = [];
  for (const [operator, block] of Object.entries(condition)) {
    if (!isRecord(block)) return null;
    for (const [key, value] of Object.entries(block)) {
      const values = scalarsOf(value);
      if (values === null) return null;
      entries.push({ operator, key, values });
    }
  }
  return entries;
}

/** Whether a `Condition` holds for a request. */
export function conditionHolds(condition: unknown, context: RequestContext, hasVariables: boolean): Ternary {
  const entries = conditionEntries(condition);
  if (entries === null) return 'unknown';
  return every(entries.map((entry) => entryHolds(entry, context, hasVariables)));
}

/**
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function entryHolds(
  { operator, key, values }: ConditionEntry,
  context: RequestContext,
  hasVariables: boolean,
): Ternary {
  const { quantifier, test, negated, if_exists, is_null_test } = parseOperator(operator);
  const actual = lookUp(context, key);
  if (actual === 'unknown') return 'unknown';
  if (is_null_test) return nullHolds(values, actual === 'absent');
  if (test === null) return 'unknown';
  if (actual === 'absent')
    return ternary(if_exists || quantifier === 'forallvalues' || (negated && quantifier === null));
  // What a key with several values means to an operator without quantifier is not documented.
  if (quantifier === null && actual.length !== 1) return 'unknown';
  const variables = hasVariables ? context : null;
  // AWS says that a statement "might be invalid" then, and not what a denial does.
  if (negated && values.some((wanted) => hasMissingVariable(wanted, variables))) return 'unknown';
  const satisfied = actual.map((value) => {
    const matched = some(values.map((wanted) => test(value, wanted, variables)));
    return negated ? not(matched) : matched;
  });
  return quantifier === 'foranyvalue' ? some(satisfied) : every(satisfied);
}

function nullHolds(values: readonly string[], isAbsent: boolean): Ternary {
  const [value, ...more] = values.map((text) => text.toLowerCase());
  if (more.length > 0 || (value !== 'true' && value !== 'false')) return 'unknown';
  return ternary((value === 'true') === isAbsent);
}

function scalarsOf(value: unknown): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isScalar = (entry: unknown) => ['string', 'number', 'boolean'].includes(typeof entry);
  return list.length > 0 && list.every(isScalar) ? list.map(String) : null;
}
