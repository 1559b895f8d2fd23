import type { PolicyDocument } from '../../model/evidence.ts';

/** A policy's statements, as they were written. */
export interface ParsedPolicy {
  readonly statements: readonly Statement[];
  /** Policies of the version 2008-10-17, which is the default, have no variables. */
  readonly has_variables: boolean;
}

/** One statement; no element of it is trusted to have any shape. */
export interface Statement {
  /** The `Sid`, or the statement's number. */
  readonly label: string;
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
  /** Has an element that the IAM reference does not list. */
  readonly has_unknown_element: boolean;
}

const elements = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Takes a policy document apart; `null` when it is none, or when a part of it is not what the grammar allows.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(document: PolicyDocument): ParsedPolicy | null {
  if (!isRecord(document)) return null;
  const { Version = '2008-10-17', Statement } = document;
  if (Version !== '2012-10-17' && Version !== '2008-10-17') return null;
  const list = Array.isArray(Statement) ? Statement : [Statement];
  if (!list.every(isRecord)) return null;
  return { statements: list.map(statementOf), has_variables: Version === '2012-10-17' };
}

function statementOf(statement: Readonly<Record<string, unknown>>, index: number): Statement {
  const { Sid } = statement;
  return {
    ...statement,
    label: typeof Sid === 'string' && Sid !== '' ? Sid : `statement ${index + 1}`,
    has_unknown_element: Object.keys(statement).some((name) => !elements.has(name)),
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One text or a list of texts; `null` when it is anything else, or empty. */
export function textsOf(value: unknown): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((entry) => typeof entry === 'string') ? (list as string[]) : null;
}
