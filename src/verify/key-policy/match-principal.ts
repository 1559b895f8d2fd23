import { parsePrincipal } from '../../model/principal.ts';
import type { Statement } from './document.ts';
import { isRecord, textsOf } from './document.ts';
import type { RequestPrincipal } from './request.ts';
import { some, type Ternary, ternary } from './ternary.ts';

/** How a statement names the caller of the request. */
export interface PrincipalMatch {
  /** By ARN or unique id, or as everyone. */
  readonly direct: Ternary;
  /** As a member of the account. */
  readonly account: Ternary;
}

/**
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function matchPrincipal(statement: Statement, principal: RequestPrincipal): PrincipalMatch {
  const { Principal, NotPrincipal } = statement;
  const unclear: PrincipalMatch = { direct: 'unknown', account: 'unknown' };
  if ((Principal === undefined) === (NotPrincipal === undefined)) return unclear;
  const names = namesOf(Principal ?? NotPrincipal);
  if (names === null) return unclear;
  const listed = matchNames(names, principal);
  if (NotPrincipal === undefined) return listed;
  return { direct: excepted(statement.Effect, listed, principal), account: 'no' };
}

/** Whether a statement with `NotPrincipal` means the principal, which is on its list or not. */
function excepted(effect: unknown, { direct, account }: PrincipalMatch, { arn }: RequestPrincipal): Ternary {
  if (direct === 'no' && account === 'no') return 'yes';
  // A denial spares a user only together with its account, and a role only together with its session.
  const isUser = arn !== null && parsePrincipal(arn)?.kind === 'user';
  if (effect === 'Allow') return direct === 'yes' ? 'no' : 'unknown';
  return isUser && direct === 'yes' && account === 'yes' ? 'no' : 'unknown';
}

function matchNames(names: readonly string[], principal: RequestPrincipal): PrincipalMatch {
  return {
    direct: some(names.map((name) => isDirect(name, principal))),
    account: some(names.map((name) => isAccount(name, principal))),
  };
}

function isDirect(name: string, { arn, unique_id }: RequestPrincipal): Ternary {
  if (name === '*') return 'yes';
  if (/[*?]/.test(name)) return 'unknown';
  // AWS shows the unique id in place of the ARN once the user or role is deleted.
  if (/^A[A-Z]{3}[A-Z0-9]{8,}$/.test(name)) return ternary(name === unique_id);
  const named = parsePrincipal(name);
  if (named === null) return ternary(name === arn);
  if (named.kind === 'root') return 'no';
  if (arn === null) return 'unknown';
  if (named.kind === 'assumed-role') return isSessionOf(name, arn) ? 'unknown' : 'no';
  return ternary(name === arn);
}

function isAccount(name: string, { account_id }: RequestPrincipal): Ternary {
  if (name === account_id) return 'yes';
  const named = parsePrincipal(name);
  return ternary(named?.kind === 'root' && named.account_id === account_id);
}

/** `arn:aws:sts::…:assumed-role/vault/one-session` is one session of the role, and not each. */
function isSessionOf(session: string, arn: string): boolean {
  const [a, b] = [parsePrincipal(session), parsePrincipal(arn)];
  return a !== null && b?.kind === 'role' && a.account_id === b.account_id && a.name === b.name;
}

/** The AWS principals that an element names; `null` when it is not what the grammar allows. */
function namesOf(element: unknown): readonly string[] | null {
  if (element === '*') return ['*'];
  if (!isRecord(element)) return null;
  const kinds = Object.keys(element);
  if (kinds.length === 0 || !kinds.every((kind) => /^(AWS|Service|Federated|CanonicalUser)$/.test(kind)))
    return null;
  const { AWS } = element;
  return AWS === undefined ? [] : textsOf(AWS);
}
