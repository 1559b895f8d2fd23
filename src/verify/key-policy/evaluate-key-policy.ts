import type { PolicyDocument } from '../../model/evidence.ts';
import { conditionEntries } from './condition.ts';
import { parsePolicy, type Statement } from './document.ts';
import { matchPrincipal } from './match-principal.ts';
import type { PolicyRequest } from './request.ts';
import { concerns } from './statement.ts';
import { every, some, type Ternary } from './ternary.ts';

/** What a key policy says about one request. */
export interface KeyPolicyVerdict {
  /** It allows the principal by name. */
  readonly names: Ternary;
  /** It leaves the decision to the IAM policies of the principal's account. */
  readonly delegates: Ternary;
  /** It denies the request. */
  readonly denies: Ternary;
  /** The statements that deny, or may. */
  readonly denied_by: readonly string[];
}

/**
 * Reads a key policy for one request. Each element is decided by the IAM reference, or is `unknown`: what this reader
 * does not understand is never taken for an allowance, nor for the absence of a denial.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function evaluateKeyPolicy(document: PolicyDocument, request: PolicyRequest): KeyPolicyVerdict {
  const policy = parsePolicy(document);
  if (policy === null) return { names: 'unknown', delegates: 'unknown', denies: 'unknown', denied_by: [] };
  const read = policy.statements.map((statement) => {
    const { direct, account } = matchPrincipal(statement, request.principal);
    const about = concerns(statement, request, policy.has_variables);
    const [allows, denies] = effectOf(statement);
    return {
      label: statement.label,
      names: every([allows, about, direct]),
      delegates: every([allows, about, account]),
      denies: every([denies, about, some([direct, account])]),
    };
  });
  return {
    names: some(read.map(({ names }) => names)),
    delegates: some(read.map(({ delegates }) => delegates)),
    denies: some(read.map(({ denies }) => denies)),
    denied_by: read.filter(({ denies }) => denies !== 'no').map(({ label }) => label),
  };
}

/** The condition keys that a policy asks about, in lower case, those of its variables included. */
export function conditionKeysOf(document: PolicyDocument): ReadonlySet<string> {
  const keys = (parsePolicy(document)?.statements ?? []).flatMap(({ Condition }) =>
    (conditionEntries(Condition) ?? []).map(({ key }) => key),
  );
  const variables = [...JSON.stringify(document ?? null).matchAll(/\$\{([\w:/.-]+)/g)].map(([, key]) => key!);
  return new Set([...keys, ...variables].map((key) => key.toLowerCase()));
}

function effectOf({ Effect }: Statement): readonly [allows: Ternary, denies: Ternary] {
  if (Effect === 'Allow') return ['yes', 'no'];
  return Effect === 'Deny' ? ['no', 'yes'] : ['unknown', 'unknown'];
}
