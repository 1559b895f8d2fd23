import { conditionsHold } from './condition.ts';
import type { Context } from './context.ts';
import { list, type Policy, type Statement } from './document.ts';
import { covers, coversResource } from './wildcard.ts';

/** One action on one resource, with its context. */
export interface AccessQuestion {
  /** Such as `kms:CreateKey`. */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** A policy and its name in results. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: Policy;
}

export interface Match {
  readonly policy: NamedPolicy;
  readonly statement: Statement;
}

export interface Matches {
  readonly allow: readonly Match[];
  readonly deny: readonly Match[];
  /** Condition keys without a value, in statements that match otherwise. */
  readonly missing: readonly string[];
}

/** The statements that match the question. */
export function matches(policies: readonly NamedPolicy[], question: AccessQuestion): Matches {
  const allow: Match[] = [];
  const deny: Match[] = [];
  const missing = new Set<string>();
  for (const policy of policies) {
    for (const statement of list(policy.policy.Statement)) {
      if (!isAbout(statement, question)) continue;
      const conditions = conditionsHold(statement.Condition, question.context);
      for (const key of conditions.missing) missing.add(key);
      if (conditions.holds) (statement.Effect === 'Allow' ? allow : deny).push({ policy, statement });
    }
  }
  return { allow, deny, missing: [...missing] };
}

function isAbout(statement: Statement, { action, resource, context }: AccessQuestion): boolean {
  const acts = (pattern: string) => covers(pattern, action, context, 'i');
  const names = (pattern: string) => coversResource(pattern, resource, context);
  const aboutAction =
    statement.Action !== undefined
      ? list(statement.Action).some(acts)
      : !list(statement.NotAction).some(acts);
  if (!aboutAction) return false;
  return statement.NotResource !== undefined
    ? !list(statement.NotResource).some(names)
    : list(statement.Resource ?? '*').some(names);
}
