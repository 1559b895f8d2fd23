import { parseArn } from '../arn.ts';
import type { Statement } from './document.ts';
import { list } from './document.ts';

/** The names by which a policy's `Principal` may mean whoever asks. */
export interface PrincipalNames {
  readonly account: string;
  /** The user's, the session's or the account root's own ARN. */
  readonly arn: string;
  /** The role behind a session; `null` for others. */
  readonly role_arn: string | null;
}

/**
 * How a policy names whoever asks: by the user or session itself (or everybody), by its role, or only by its
 * account, which leaves the decision to the account's own policies.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type NamedAs = 'itself' | 'role' | 'account';

/** `null` when the statement is not about this principal. */
export function namedAs(statement: Statement, principal: PrincipalNames): NamedAs | null {
  if (statement.NotPrincipal !== undefined) {
    return names(statement.NotPrincipal).some((name) => meaning(name, principal) !== null) ? null : 'itself';
  }
  const meanings = names(statement.Principal).map((name) => meaning(name, principal));
  return (['itself', 'role', 'account'] as const).find((one) => meanings.includes(one)) ?? null;
}

function names(principal: Statement['Principal']): readonly string[] {
  return principal === '*' ? ['*'] : list(principal?.AWS);
}

function meaning(name: string, { account, arn, role_arn }: PrincipalNames): NamedAs | null {
  if (name === '*' || name === arn) return 'itself';
  if (name === role_arn) return 'role';
  const named = parseArn(name);
  const namedAccount = named?.service === 'iam' && named.resource === 'root' ? named.account : name;
  return namedAccount === account ? 'account' : null;
}
