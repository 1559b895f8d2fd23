import type { PolicyDocument } from '../model/evidence.ts';

/** What could not be decided from the document alone is `unknown`. */
type Ternary = 'yes' | 'no' | 'unknown';

/** What a key policy says about one principal and one action. */
export interface KeyPolicyVerdict {
  /** It lets the principal in by name. */
  readonly names: Ternary;
  /** It leaves the decision to the IAM policies of the principal's account. */
  readonly delegates: Ternary;
  /** It refuses outright. */
  readonly denies: Ternary;
}

/** Who asks for what. */
export interface KeyPolicyRequest {
  /** A user's or role's ARN; `null`: whoever belongs to the account. */
  readonly principal_arn: string | null;
  readonly account_id: string;
  readonly action: string;
}

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Condition?: unknown;
}

/**
 * Reads a key policy for one principal and action. Not an evaluation of everything IAM knows: a condition that
 * depends on the request is `unknown`, never guessed.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function evaluateKeyPolicy(document: PolicyDocument, question: KeyPolicyRequest): KeyPolicyVerdict {
  const verdict = { names: 'no' as Ternary, delegates: 'no' as Ternary, denies: 'no' as Ternary };
  for (const statement of statementsOf(document)) {
    if (!concerns(statement, question.action)) continue;
    const holds = conditionHolds(statement.Condition, question);
    if (holds === 'no') continue;
    const match = principalMatch(statement, question);
    if (match === 'nobody') continue;
    const certainty: Ternary = match === 'unclear' ? 'unknown' : holds;
    if (statement.Effect === 'Deny') verdict.denies = stronger(verdict.denies, certainty);
    else if (match === 'account') verdict.delegates = stronger(verdict.delegates, certainty);
    else verdict.names = stronger(verdict.names, certainty);
  }
  return verdict;
}

/** The `Sid`s or numbers of the statements that let anyone in, whatever their account. */
export function publicStatements(document: PolicyDocument): string[] {
  return statementsOf(document).flatMap((statement, index) => {
    const everyone =
      statement.Effect === 'Allow' &&
      (statement.NotPrincipal !== undefined || principalsOf(statement.Principal).includes('*'));
    if (!everyone || namesItsCaller(statement.Condition)) return [];
    const sid = (statement as { Sid?: unknown }).Sid;
    return [typeof sid === 'string' && sid !== '' ? sid : `statement ${index + 1}`];
  });
}

/** Condition keys that bind a statement to callers one knows. */
const callerKeys =
  /^(kms:(calleraccount|viaservice|grantisforawsresource)|aws:(principal(arn|account|orgid|orgpaths|tag\/.*)|source(arn|account|orgid|orgpaths|vpc|vpce|ip)|userid|username))$/i;

function namesItsCaller(condition: unknown): boolean {
  return conditionsOf(condition).some(
    ({ operator, key, values }) =>
      callerKeys.test(key) && !/not|null|ifexists/i.test(operator) && !values.includes('*'),
  );
}

function statementsOf(document: PolicyDocument): Statement[] {
  if (typeof document !== 'object' || document === null) return [];
  const { Statement: statements } = document as { Statement?: unknown };
  const list = Array.isArray(statements) ? statements : [statements];
  return list.filter((entry): entry is Statement => typeof entry === 'object' && entry !== null);
}

function concerns({ Action, NotAction }: Statement, action: string): boolean {
  if (Action !== undefined) return listOf(Action).some((pattern) => matches(pattern, action, true));
  if (NotAction !== undefined) return !listOf(NotAction).some((pattern) => matches(pattern, action, true));
  return false;
}

type Match = 'principal' | 'account' | 'nobody' | 'unclear';

function principalMatch(statement: Statement, question: KeyPolicyRequest): Match {
  if (statement.NotPrincipal !== undefined) {
    const listed = matchList(principalsOf(statement.NotPrincipal), question);
    return listed === 'nobody' ? 'principal' : listed === 'principal' ? 'nobody' : 'unclear';
  }
  return matchList(principalsOf(statement.Principal), question);
}

function matchList(principals: readonly string[], { principal_arn, account_id }: KeyPolicyRequest): Match {
  if (principals.includes('*')) return 'principal';
  if (principal_arn !== null && principals.includes(principal_arn)) return 'principal';
  if (principal_arn !== null && principals.some((name) => sessionOf(name, principal_arn))) return 'unclear';
  const root = new RegExp(`^(${account_id}|arn:[^:]+:iam::${account_id}:root)$`);
  return principals.some((name) => root.test(name)) ? 'account' : 'nobody';
}

/** `arn:aws:sts::…:assumed-role/vault/one-session` is some session of the role, not every one. */
function sessionOf(name: string, principalArn: string): boolean {
  const role = /^arn:[^:]+:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(principalArn);
  return role !== null && name.includes(`:sts::${role[1]}:assumed-role/${role[2]}/`);
}

function principalsOf(principal: unknown): string[] {
  if (principal === '*') return ['*'];
  if (typeof principal !== 'object' || principal === null) return [];
  return listOf((principal as { AWS?: unknown }).AWS);
}

interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

function conditionsOf(condition: unknown): ConditionEntry[] {
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.entries(condition).flatMap(([operator, block]) =>
    typeof block === 'object' && block !== null
      ? Object.entries(block).map(([key, values]) => ({ operator, key, values: listOf(values) }))
      : [],
  );
}

function conditionHolds(condition: unknown, question: KeyPolicyRequest): Ternary {
  let result: Ternary = 'yes';
  for (const entry of conditionsOf(condition)) {
    const holds = entryHolds(entry, question);
    if (holds === 'no') return 'no';
    if (holds === 'unknown') result = 'unknown';
  }
  return result;
}

/** Only what is fixed about the caller and the key is decided: the account, the ARN, the origin. */
function entryHolds({ operator, key, values }: ConditionEntry, question: KeyPolicyRequest): Ternary {
  const facts: Readonly<Record<string, string | null>> = {
    'kms:calleraccount': question.account_id,
    'aws:principalaccount': question.account_id,
    'aws:principalarn': question.principal_arn,
    'kms:keyorigin': 'EXTERNAL',
  };
  const value = facts[key.toLowerCase()];
  const shape = /^(String|Arn)(Not)?(Equals|Like)(IgnoreCase)?(IfExists)?$/.exec(operator);
  if (value === undefined || value === null || shape === null) return 'unknown';
  const wild = shape[1] === 'Arn' || shape[3] === 'Like';
  const found = values.some((pattern) =>
    wild ? matches(pattern, value, shape[4] !== undefined) : pattern === value,
  );
  return found === (shape[2] === undefined) ? 'yes' : 'no';
}

function stronger(before: Ternary, now: Ternary): Ternary {
  if (before === 'yes' || now === 'yes') return 'yes';
  return before === 'unknown' || now === 'unknown' ? 'unknown' : 'no';
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
function matches(pattern: string, text: string, ignoreCase: boolean): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(text);
}
