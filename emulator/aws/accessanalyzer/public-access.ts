import { isIP } from 'node:net';
import { list, type Policy, type Statement } from '../policy/document.ts';

/** Condition keys that restrict who the caller is. */
const callerKeys = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'kms:calleraccount',
];

const exactOperators = [
  'StringEquals',
  'StringEqualsIgnoreCase',
  'StringLike',
  'ArnEquals',
  'ArnLike',
  'IpAddress',
];
/** The shortest prefixes that are not public, by IP version. */
const shortestPrefix: Readonly<Record<number, number>> = { 4: 8, 6: 32 };

/** A statement that grants public access. */
export interface PublicStatement {
  readonly index: number;
  readonly sid: string | null;
}

/**
 * The statements that grant access to anyone. A condition restricts a statement only with fixed values, that is, without
 * wildcards and policy variables, of a key that every caller has. A `Deny` for everyone outside of such values makes all
 * statements non-public.
 *
 * Source: https://docs.aws.amazon.com/config/latest/developerguide/kms-key-policy-no-public-access.html
 */
export function publicStatements({ Statement }: Policy): PublicStatement[] {
  const statements = list(Statement);
  if (statements.some(deniesOutsiders)) return [];
  return statements.flatMap((statement, index) =>
    statement.Effect === 'Allow' && isForAnyone(statement) && !isRestricted(statement)
      ? [{ index, sid: statement.Sid ?? null }]
      : [],
  );
}

function isForAnyone({ Principal, NotPrincipal }: Statement): boolean {
  if (NotPrincipal !== undefined) return true;
  return Principal === '*' || list(Principal?.AWS).includes('*');
}

function isRestricted({ Condition }: Statement): boolean {
  return conditions(Condition).some((one) => !one.isNegated && namesCallers(one));
}

/** An unconditional `Deny` on everything, except for callers with fixed values. */
function deniesOutsiders(statement: Statement): boolean {
  const [only, ...others] = conditions(statement.Condition);
  return (
    statement.Effect === 'Deny' &&
    isForAnyone(statement) &&
    list(statement.Action).some((action) => /^(\*|kms:\*)$/.test(action)) &&
    list(statement.Resource ?? '*').includes('*') &&
    only !== undefined &&
    others.length === 0 &&
    only.isNegated &&
    namesCallers(only)
  );
}

type Comparison = ReturnType<typeof conditions>[number];

function conditions(condition: Statement['Condition']) {
  return Object.entries(condition ?? {}).flatMap(([operator, byKey]) =>
    Object.entries(byKey).map(([key, wanted]) => ({
      isNegated: operator.includes('Not'),
      operator: operator.replace(/^ForAnyValue:/, '').replace('Not', ''),
      key: key.toLowerCase(),
      values: list(wanted).map(String),
    })),
  );
}

/** Whether a comparison tells callers apart, by fixed values. */
function namesCallers({ operator, key, values }: Comparison): boolean {
  const isExact = exactOperators.includes(operator) && callerKeys.includes(key);
  return isExact && values.every((value) => isFixed(key, value));
}

/** For an ARN, wildcards are fixed values when its account is one. */
function isFixed(key: string, value: string): boolean {
  if (key === 'aws:sourceip' || key === 'aws:vpcsourceip') return isNarrow(value);
  if (/\$\{/.test(value)) return false;
  if (/arn$/.test(key)) return /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/.test(value);
  if (key === 'aws:principalorgpaths') return /^o-[a-z0-9]+\//.test(value);
  return !/[*?]/.test(value);
}

function isNarrow(range: string): boolean {
  const [network = '', prefix] = range.split('/');
  const shortest = shortestPrefix[isIP(network)];
  return shortest !== undefined && (prefix === undefined || Number(prefix) >= shortest);
}
