import type { PolicyDocument } from '../../model/evidence.ts';
import { conditionEntries } from './condition.ts';
import { isRecord, parsePolicy, type Statement } from './document.ts';
import { bindsToKnownCallers } from './fixed-callers.ts';

/**
 * The `Sid`s or numbers of the statements that allow access to anyone, or that are not known to withhold it; `null`
 * when the document cannot be read.
 *
 * A statement is not public when it allows access to fixed values only: values without a wildcard and without a
 * policy variable. This reading is stricter than AWS's own.
 *
 * Source: https://docs.aws.amazon.com/config/latest/developerguide/kms-key-policy-no-public-access.html
 */
export function publicStatements(document: PolicyDocument): readonly string[] | null {
  const policy = parsePolicy(document);
  if (policy === null) return null;
  return policy.statements.filter(isPublic).map(({ label }) => label);
}

function isPublic(statement: Statement): boolean {
  if (statement.Effect === 'Deny' || !isForEveryone(statement)) return false;
  return !(conditionEntries(statement.Condition) ?? []).some(bindsToKnownCallers);
}

/** Whatever is not a list of principals without wildcards may be everyone. */
function isForEveryone({ Principal, NotPrincipal }: Statement): boolean {
  if (NotPrincipal !== undefined || !isRecord(Principal)) return true;
  const names = Object.values(Principal).flat();
  return names.length === 0 || names.some((name) => typeof name !== 'string' || /[*?]|\$\{/.test(name));
}
