import { BlockList, isIP } from 'node:net';
import { arnCovers } from './arn-pattern.ts';
import { covers, hasVariable } from './pattern.ts';
import type { RequestContext } from './request.ts';
import type { Ternary } from './ternary.ts';
import { ternary } from './ternary.ts';

/** An operator's name, taken apart. */
export interface Operator {
  readonly quantifier: 'forallvalues' | 'foranyvalue' | null;
  /** In lower case, without `Not`; `null`: not an operator of the reference. */
  readonly test: ValueTest | null;
  readonly negated: boolean;
  readonly if_exists: boolean;
  readonly is_null_test: boolean;
}

/** Whether one value of the request satisfies one value of the policy. */
type ValueTest = (actual: string, wanted: string, variables: RequestContext | null) => Ternary;

/** Only string and ARN operators take variables. */
const constant =
  (test: (actual: string, wanted: string) => Ternary): ValueTest =>
  (actual, wanted) =>
    hasVariable(wanted) ? 'unknown' : test(actual, wanted);

const numeric = (compare: (actual: number, wanted: number) => boolean): ValueTest =>
  constant((actual, wanted) => comparison(Number(actual), Number(wanted), compare));

const date = (compare: (actual: number, wanted: number) => boolean): ValueTest =>
  constant((actual, wanted) => comparison(instant(actual), instant(wanted), compare));

/**
 * The operators that a match satisfies, in lower case: IAM compares their names without regard to case.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const tests: Readonly<Record<string, ValueTest>> = {
  stringequals: (actual, wanted, variables) => covers(wanted, actual, { wildcards: false, variables }),
  stringequalsignorecase: (actual, wanted, variables) =>
    covers(wanted, actual, { wildcards: false, variables, ignore_case: true }),
  stringlike: (actual, wanted, variables) => covers(wanted, actual, { wildcards: true, variables }),
  arnequals: (actual, wanted, variables) => arnCovers(wanted, actual, variables),
  arnlike: (actual, wanted, variables) => arnCovers(wanted, actual, variables),
  bool: constant((actual, wanted) =>
    isBoolean(actual) && isBoolean(wanted)
      ? ternary(actual.toLowerCase() === wanted.toLowerCase())
      : 'unknown',
  ),
  numericequals: numeric((actual, wanted) => actual === wanted),
  numericlessthan: numeric((actual, wanted) => actual < wanted),
  numericlessthanequals: numeric((actual, wanted) => actual <= wanted),
  numericgreaterthan: numeric((actual, wanted) => actual > wanted),
  numericgreaterthanequals: numeric((actual, wanted) => actual >= wanted),
  dateequals: date((actual, wanted) => actual === wanted),
  datelessthan: date((actual, wanted) => actual < wanted),
  datelessthanequals: date((actual, wanted) => actual <= wanted),
  dategreaterthan: date((actual, wanted) => actual > wanted),
  dategreaterthanequals: date((actual, wanted) => actual >= wanted),
  ipaddress: constant(inNetwork),
};

const negations: Readonly<Record<string, string>> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
  numericnotequals: 'numericequals',
  datenotequals: 'dateequals',
  notipaddress: 'ipaddress',
};

export function parseOperator(text: string): Operator {
  const [, quantifier, name = '', ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/.exec(text.toLowerCase()) ?? [];
  return {
    quantifier: (quantifier as Operator['quantifier']) ?? null,
    test: tests[negations[name] ?? name] ?? null,
    negated: negations[name] !== undefined,
    if_exists: ifExists !== undefined,
    is_null_test: name === 'null' && quantifier === undefined && ifExists === undefined,
  };
}

function comparison(
  actual: number,
  wanted: number,
  compare: (actual: number, wanted: number) => boolean,
): Ternary {
  return Number.isNaN(actual) || Number.isNaN(wanted) ? 'unknown' : ternary(compare(actual, wanted));
}

function isBoolean(text: string): boolean {
  return /^(true|false)$/i.test(text);
}

/** Milliseconds; a policy may write ISO 8601 or epoch seconds. */
function instant(value: string): number {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  return /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
}

function inNetwork(actual: string, wanted: string): Ternary {
  const [network = '', prefix] = wanted.split('/');
  const version = isIP(network);
  const bits = version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (version === 0 || isIP(actual) === 0 || !(length <= bits)) return 'unknown';
  if (isIP(actual) !== version) return 'no';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, length, family);
  return ternary(block.check(actual, family));
}
