import { parseArn } from '../arn.ts';
import { list, type Statement } from './document.ts';

/** The names of the caller that a policy's `Principal` can match. */
export interface PrincipalNames {
  readonly account: string;
  /** The ARN of the user, session or root user. */
  readonly arn: string;
  /** The role behind a session; `null` for others. */
  readonly role_arn: string | null;
}

/**
 * How a policy matches the caller: as the user or session (or `*`), by its role, or by its account only, which delegates
 * to the policies of the account.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type MatchedAs = 'itself' | 'role' | 'account';

/** `null` when the statement does not match this principal. */
export function matchedAs(statement: Statement, principal: PrincipalNames): MatchedAs | null {
  if (statement.NotPrincipal !== undefined)
    return names(statement.NotPrincipal).some((name) => meaning(name, principal) !== null) ? null : 'itself';
  const meanings = names(statement.Principal).map((name) => meaning(name, principal));
  return (['itself', 'role', 'account'] as const).find((one) => meanings.includes(one)) ?? null;
}

function names(principal: Statement['Principal']): readonly string[] {
  return principal === '*' ? ['*'] : list(principal?.AWS);
}

function meaning(name: string, { account, arn, role_arn }: PrincipalNames): MatchedAs | null {
  if (name === '*' || name === arn) return 'itself';
  if (name === role_arn) return 'role';
  const named = parseArn(name);
  const namedAccount = named?.service === 'iam' && named.resource === 'root' ? named.account : name;
  return namedAccount === account ? 'account' : null;
}
