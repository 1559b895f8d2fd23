import { isInBlock } from '../../cidr.ts';
import type { Context } from './context.ts';
import { list, type Statement } from './document.ts';
import { covers, fill } from './wildcard.ts';

/** Whether one value of the request satisfies one value of the policy. */
type Test = (actual: string, wanted: string, context: Context) => boolean;

const text =
  (compare: (actual: string, wanted: string) => boolean): Test =>
  (actual, wanted, context) => {
    const filled = fill(wanted, context);
    return filled !== null && compare(actual, filled);
  };
const sameIgnoringCase = text((actual, wanted) => actual.toLowerCase() === wanted.toLowerCase());

const ordered = (type: string, parse: (value: string) => number): Record<string, Test> => ({
  [`${type}Equals`]: (actual, wanted) => parse(actual) === parse(wanted),
  [`${type}LessThan`]: (actual, wanted) => parse(actual) < parse(wanted),
  [`${type}LessThanEquals`]: (actual, wanted) => parse(actual) <= parse(wanted),
  [`${type}GreaterThan`]: (actual, wanted) => parse(actual) > parse(wanted),
  [`${type}GreaterThanEquals`]: (actual, wanted) => parse(actual) >= parse(wanted),
});

/** The positive operators. */
const tests: Readonly<Record<string, Test>> = {
  StringEquals: text((actual, wanted) => actual === wanted),
  StringEqualsIgnoreCase: sameIgnoringCase,
  StringLike: (actual, wanted, context) => covers(wanted, actual, context),
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: sameIgnoringCase,
  BinaryEquals: (actual, wanted) => actual === wanted,
  ...ordered('Numeric', Number),
  ...ordered('Date', instant),
  IpAddress: (actual, wanted) => isInBlock(actual, wanted) ?? false,
};

const negated =
  /^(?:(String|Arn)Not(Equals|EqualsIgnoreCase|Like)|(Numeric|Date)Not(Equals)|Not(IpAddress))$/;

export interface ConditionResult {
  readonly holds: boolean;
  /** Condition keys without a value in the request. */
  readonly missing: readonly string[];
}

/**
 * Whether all conditions of a statement hold. An unknown operator never holds.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsHold(condition: Statement['Condition'], context: Context): ConditionResult {
  const missing: string[] = [];
  let holds = true;
  for (const [operator, byKey] of Object.entries(condition ?? {})) {
    for (const [key, wanted] of Object.entries(byKey)) {
      const actual = context.get(key.toLowerCase());
      if (actual === undefined && operator !== 'Null') missing.push(key);
      holds = conditionHolds(operator, list(wanted).map(String), actual, context) && holds;
    }
  }
  return { holds, missing };
}

function conditionHolds(
  operator: string,
  wanted: readonly string[],
  actual: readonly string[] | undefined,
  context: Context,
): boolean {
  const { quantifier, name, ifExists } = parseOperator(operator);
  if (name === 'Null') return wanted.includes(String(actual === undefined));
  const isNegated = negated.test(name);
  const test = tests[isNegated ? name.replace('Not', '') : name];
  if (test === undefined) return false;
  if (actual === undefined)
    return ifExists || quantifier === 'ForAllValues' || (isNegated && quantifier === null);
  const satisfies = (value: string) => wanted.some((one) => test(value, one, context)) !== isNegated;
  return quantifier === 'ForAnyValue' || (quantifier === null && !isNegated)
    ? actual.some(satisfies)
    : actual.every(satisfies);
}

function parseOperator(operator: string) {
  const [, quantifier, name, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  return { quantifier: quantifier ?? null, name: name ?? operator, ifExists: ifExists !== undefined };
}

/** Compares the six parts of an ARN separately. */
function arnLike(actual: string, wanted: string, context: Context): boolean {
  const [actualParts, wantedParts] = [arnParts(actual), arnParts(wanted)];
  if (actualParts.length !== wantedParts.length) return false;
  return wantedParts.every((part, index) => covers(part, actualParts[index]!, context));
}

/** A colon inside a policy variable is not a separator. */
function arnParts(arn: string): string[] {
  const parts = arn.match(/(?:\$\{[^}]*\}|[^:])*(?::|$)/g)?.map((part) => part.replace(/:$/, '')) ?? [];
  if (parts.at(-1) === '') parts.pop();
  return parts.length > 6 ? [...parts.slice(0, 5), parts.slice(5).join(':')] : parts;
}

/** Milliseconds, from ISO 8601 or epoch seconds. */
function instant(value: string): number {
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}
