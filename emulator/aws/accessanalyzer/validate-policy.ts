import { isKmsAction } from '../kms/condition-keys.ts';

type FindingType = 'ERROR' | 'SECURITY_WARNING' | 'SUGGESTION' | 'WARNING';
type PathElement = { readonly index: number } | { readonly value: string };

interface Finding {
  readonly findingType: FindingType;
  readonly issueCode: string;
  readonly findingDetails: string;
  readonly learnMoreLink: string;
  readonly locations: readonly object[];
}

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
export function policyFindings(document: string, isResourcePolicy: boolean): Finding[] {
  const at = (
    type: FindingType,
    code: string,
    details: string,
    ...path: readonly (string | number)[]
  ): Finding => ({
    findingType: type,
    issueCode: code,
    findingDetails: details,
    learnMoreLink: `https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-${type.toLowerCase().replace('_', '-')}-${code.toLowerCase().replaceAll('_', '-')}`,
    locations: [{ path: path.map(pathElement), span: spanOf(document) }],
  });
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch (error) {
    return [at('ERROR', 'JSON_SYNTAX_ERROR', `Fix the JSON syntax error: ${(error as Error).message}.`)];
  }
  if (!isObject(policy)) return [at('ERROR', 'DATA_TYPE_MISMATCH', 'The text must be a JSON object.')];
  const findings: Finding[] = [];
  if (policy['Version'] === undefined) {
    findings.push(
      at(
        'WARNING',
        'MISSING_VERSION',
        'We recommend that you specify the Version element to help you with debugging permission issues.',
      ),
    );
  }
  if (policy['Statement'] === undefined) {
    findings.push(at('ERROR', 'MISSING_STATEMENT', 'Add a Statement element to the policy.'));
  }
  const isList = Array.isArray(policy['Statement']);
  for (const [index, statement] of asList(policy['Statement']).entries()) {
    if (!isObject(statement)) continue;
    const path = (...rest: readonly (string | number)[]) =>
      ['Statement', ...(isList ? [index] : []), ...rest] as const;
    for (const name of Object.keys(statement).filter((key) => !elements.includes(key))) {
      findings.push(
        at('ERROR', 'UNSUPPORTED_ELEMENT', `The element ${name} is not supported.`, ...path(name)),
      );
    }
    for (const name of missingElements(statement, isResourcePolicy)) {
      findings.push(
        at(
          'ERROR',
          `MISSING_${name.toUpperCase()}`,
          `Add ${/^[AE]/.test(name) ? 'an' : 'a'} ${name} element to the policy statement.`,
          ...path(),
        ),
      );
    }
    for (const element of ['Action', 'NotAction']) {
      for (const action of asList(statement[element]).map(String).filter(isInvalidAction)) {
        findings.push(
          at('ERROR', 'INVALID_ACTION', `The action ${action} does not exist.`, ...path(element)),
        );
      }
    }
    for (const operator of Object.keys(isObject(statement['Condition']) ? statement['Condition'] : {})) {
      if (conditionOperator.test(operator)) continue;
      findings.push(
        at(
          'ERROR',
          'INVALID_CONDITION_OPERATOR',
          `The condition operator ${operator} is not valid.`,
          ...path('Condition', operator),
        ),
      );
    }
    const grantsWithNotPrincipal = statement['Effect'] === 'Allow' && statement['NotPrincipal'] !== undefined;
    if (isResourcePolicy && grantsWithNotPrincipal) {
      findings.push(
        at(
          'SECURITY_WARNING',
          'ALLOW_WITH_NOT_PRINCIPAL',
          'Using Allow with NotPrincipal can be overly permissive. We recommend that you use Principal instead.',
          ...path('NotPrincipal'),
        ),
      );
    }
  }
  return findings;
}

function missingElements(statement: Readonly<Record<string, unknown>>, isResourcePolicy: boolean): string[] {
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

function pathElement(part: string | number): PathElement {
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

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
