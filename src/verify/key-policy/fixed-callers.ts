import { isIP } from 'node:net';
import type { ConditionEntry } from './condition.ts';
import { parseOperator } from './operators.ts';

/** Condition keys that separate known callers from others, each with the form that a value must have. */
const callerKeys: Readonly<Record<string, RegExp>> = {
  'kms:calleraccount': /^\d{12}$/,
  'aws:principalaccount': /^\d{12}$/,
  'aws:principalarn': /^arn:[^:]+:(iam|sts)::\d{12}:.+$/,
  'aws:principalorgid': /^o-\w+$/,
  'aws:principalorgpaths': /^o-\w+\/.+$/,
  'aws:sourceaccount': /^\d{12}$/,
  'aws:sourcearn': /^arn:[^:]+:[^:]+:[^:]*:\d{12}:.+$/,
  'aws:sourceorgid': /^o-\w+$/,
  'aws:sourceorgpaths': /^o-\w+\/.+$/,
  'aws:sourcevpc': /^vpc-\w+$/,
  'aws:sourcevpce': /^vpce-\w+$/,
};

/**
 * Whether a condition lets only known callers through: it requires fixed values of a key that a stranger cannot
 * carry. `kms:ViaService`, `kms:GrantIsForAWSResource`, `aws:PrincipalTag/…`, `aws:username` and `aws:userid` bind
 * nobody by themselves: a stranger can have the same.
 */
export function bindsToKnownCallers({ operator, key, values }: ConditionEntry): boolean {
  const { quantifier, test, negated, if_exists } = parseOperator(operator);
  // `ForAllValues` and `IfExists` hold for a request without the key.
  if (test === null || negated || if_exists || quantifier === 'forallvalues') return false;
  const name = key.toLowerCase();
  if (name === 'aws:sourceip') return /ipaddress$/i.test(operator) && isNarrow(values);
  const form = callerKeys[name];
  if (form === undefined || !/(string|arn)(equals|like|equalsignorecase)$/i.test(operator)) return false;
  return values.every((value) => form.test(value) && !/[*?]|\$\{/.test(value));
}

/** Networks count as fixed up to the size of one IPv4 /8 or one IPv6 /32, all values together. */
function isNarrow(values: readonly string[]): boolean {
  return (
    values.every((value) => isIP(networkOf(value)) !== 0) && share(values, 4) <= 1 && share(values, 6) <= 1
  );
}

function share(values: readonly string[], version: 4 | 6): number {
  const [bits, whole] = version === 4 ? [32, 8] : [128, 32];
  return values
    .filter((value) => isIP(networkOf(value)) === version)
    .map((value) => 2 ** (whole - Number(value.split('/')[1] ?? bits)))
    .reduce((sum, one) => sum + one, 0);
}

function networkOf(value: string): string {
  return value.split('/')[0] ?? '';
}
