import { isObject } from '../../is-object.ts';
import { isKmsAction } from '../kms/condition-keys.ts';

const reference =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html';

type FindingType = 'ERROR' | 'SECURITY_WARNING' | 'WARNING';
type Problem = readonly [type: FindingType, code: string, details: string, ...path: (string | number)[]];
type Json = Readonly<Record<string, unknown>>;

const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const conditionOperator =
  /^(?:For(?:All|Any)Values?:)?(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Arn(?:Not)?(?:Equals|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress)(?:IfExists)?$|^Null$/;

/**
 * The findings of ValidatePolicy, as far as this project's policies can have them.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function policyFindings(document: string, isResourcePolicy: boolean): object[] {
  const checks = `${reference}#access-analyzer-reference-policy-checks`;
  const slug = (name: string) => name.toLowerCase().replaceAll('_', '-');
  return [...problemsOf(document, isResourcePolicy)].map(
    ([findingType, issueCode, findingDetails, ...path]) => ({
      findingType,
      issueCode,
      findingDetails,
      learnMoreLink: `${checks}-${slug(findingType)}-${slug(issueCode)}`,
      locations: [{ path: path.map(pathElement), span: spanOf(document) }],
    }),
  );
}

function* problemsOf(document: string, isResourcePolicy: boolean): Generator<Problem> {
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch (error) {
    return yield ['ERROR', 'JSON_SYNTAX_ERROR', `Fix the JSON syntax error: ${(error as Error).message}.`];
  }
  if (!isObject(policy)) return yield ['ERROR', 'DATA_TYPE_MISMATCH', 'The text must be a JSON object.'];
  const { Version, Statement } = policy;
  if (Version === undefined) {
    const remedy = 'specify the Version element to help you with debugging permission issues';
    yield ['WARNING', 'MISSING_VERSION', `We recommend that you ${remedy}.`];
  }
  if (Statement === undefined) yield ['ERROR', 'MISSING_STATEMENT', 'Add a Statement element to the policy.'];
  for (const [index, statement] of asList(Statement).entries()) {
    if (!isObject(statement)) continue;
    const at = Array.isArray(Statement) ? ['Statement', index] : ['Statement'];
    for (const [type, code, details, ...path] of statementProblems(statement, isResourcePolicy)) {
      yield [type, code, details, ...at, ...path];
    }
  }
}

function* statementProblems(statement: Json, isResourcePolicy: boolean): Generator<Problem> {
  for (const name of Object.keys(statement).filter((key) => !elements.includes(key))) {
    yield ['ERROR', 'UNSUPPORTED_ELEMENT', `The element ${name} is not supported.`, name];
  }
  for (const name of missingElements(statement, isResourcePolicy)) {
    const article = /^[AE]/.test(name) ? 'an' : 'a';
    yield [
      'ERROR',
      `MISSING_${name.toUpperCase()}`,
      `Add ${article} ${name} element to the policy statement.`,
    ];
  }
  for (const element of ['Action', 'NotAction']) {
    for (const action of asList(statement[element]).map(String).filter(isInvalidAction)) {
      yield ['ERROR', 'INVALID_ACTION', `The action ${action} does not exist.`, element];
    }
  }
  const { Effect, NotPrincipal, Condition } = statement;
  for (const operator of Object.keys(isObject(Condition) ? Condition : {})) {
    const details = `The condition operator ${operator} is not valid.`;
    if (!conditionOperator.test(operator))
      yield ['ERROR', 'INVALID_CONDITION_OPERATOR', details, 'Condition', operator];
  }
  if (isResourcePolicy && Effect === 'Allow' && NotPrincipal !== undefined) {
    const details = 'Using Allow with NotPrincipal can be overly permissive.';
    const remedy = 'We recommend that you use Principal instead.';
    yield ['SECURITY_WARNING', 'ALLOW_WITH_NOT_PRINCIPAL', `${details} ${remedy}`, 'NotPrincipal'];
  }
}

function missingElements(statement: Json, isResourcePolicy: boolean): string[] {
  const has = (...names: readonly string[]) => names.some((name) => statement[name] !== undefined);
  return [
    ...(has('Effect') ? [] : ['Effect']),
    ...(has('Action', 'NotAction') ? [] : ['Action']),
    ...(has('Resource', 'NotResource') ? [] : ['Resource']),
    ...(isResourcePolicy && !has('Principal', 'NotPrincipal') ? ['Principal'] : []),
  ];
}

/** Only actions of KMS are known; those of other services need a valid form. */
function isInvalidAction(action: string): boolean {
  if (action === '*') return false;
  const [, service, name] = /^([\w-]+):([\w*?]+)$/.exec(action) ?? [];
  if (service === undefined || name === undefined) return true;
  return service.toLowerCase() === 'kms' && !/[*?]/.test(name) && !isKmsAction(name);
}

function pathElement(part: string | number): object {
  return typeof part === 'number' ? { index: part } : { value: part };
}

/** The span of the whole document. */
function spanOf(document: string): object {
  const lines = document.split('\n');
  return {
    start: { line: 1, column: 0, offset: 0 },
    end: { line: lines.length, column: lines.at(-1)!.length, offset: document.length },
  };
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
