import { BlockList, isIP } from 'node:net';
import type { Context } from './context.ts';
import type { Statement } from './document.ts';
import { list } from './document.ts';
import { covers, fill } from './wildcard.ts';

/** Whether one value of the request satisfies one value of the policy. */
type Test = (actual: string, wanted: string, context: Context) => boolean;

const text =
  (compare: (actual: string, wanted: string) => boolean): Test =>
  (actual, wanted, context) => {
    const filled = fill(wanted, context);
    return filled !== null && compare(actual, filled);
  };
const number =
  (compare: (actual: number, wanted: number) => boolean): Test =>
  (actual, wanted) =>
    compare(Number(actual), Number(wanted));
const date =
  (compare: (actual: number, wanted: number) => boolean): Test =>
  (actual, wanted) =>
    compare(instant(actual), instant(wanted));

/** The positive operators; see `negations` for their negated forms. */
const tests: Readonly<Record<string, Test>> = {
  StringEquals: text((actual, wanted) => actual === wanted),
  StringEqualsIgnoreCase: text((actual, wanted) => actual.toLowerCase() === wanted.toLowerCase()),
  StringLike: (actual, wanted, context) => covers(wanted, actual, context),
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: text((actual, wanted) => actual.toLowerCase() === wanted.toLowerCase()),
  BinaryEquals: (actual, wanted) => actual === wanted,
  NumericEquals: number((actual, wanted) => actual === wanted),
  NumericLessThan: number((actual, wanted) => actual < wanted),
  NumericLessThanEquals: number((actual, wanted) => actual <= wanted),
  NumericGreaterThan: number((actual, wanted) => actual > wanted),
  NumericGreaterThanEquals: number((actual, wanted) => actual >= wanted),
  DateEquals: date((actual, wanted) => actual === wanted),
  DateLessThan: date((actual, wanted) => actual < wanted),
  DateLessThanEquals: date((actual, wanted) => actual <= wanted),
  DateGreaterThan: date((actual, wanted) => actual > wanted),
  DateGreaterThanEquals: date((actual, wanted) => actual >= wanted),
  IpAddress: inNetwork,
};

const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

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
      const actual = context.get(key);
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
  const negated = negations[name] !== undefined;
  const test = tests[negations[name] ?? name];
  if (test === undefined) return false;
  if (actual === undefined)
    return ifExists || quantifier === 'ForAllValues' || (negated && quantifier === null);
  const satisfies = (value: string) => wanted.some((one) => test(value, one, context)) !== negated;
  return quantifier === 'ForAnyValue' || (quantifier === null && !negated)
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

function inNetwork(actual: string, wanted: string): boolean {
  const [network = '', prefix] = wanted.split('/');
  const version = isIP(network);
  if (version === 0 || isIP(actual) !== version) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, Number(prefix ?? (version === 4 ? 32 : 128)), family);
  return block.check(actual, family);
}

/** Milliseconds, from ISO 8601 or epoch seconds. */
function instant(value: string): number {
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}
