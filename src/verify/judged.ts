import type { Answer, Identity } from './evidence.ts';
import { parsePrincipal, samePrincipal } from './principal.ts';
import type { Reader } from './reader.ts';
import type { VerifyRequest } from './request.ts';

/** Whose permissions are judged, and whether that is the one who looks. */
export interface Judged {
  /** A user's or role's ARN where it could be found out; `null`: nobody. */
  readonly principal_arn: string | null;
  readonly is_looker: boolean;
}

/** Finds the user or role behind what was named: a session's ARN lacks the path of its role. */
export async function findJudged(
  request: Pick<VerifyRequest, 'principal_arn' | 'judge_looker'>,
  identity: Answer<Identity>,
  reader: Reader,
): Promise<Judged> {
  const looker = identity.ok ? identity.value.arn : null;
  const named = request.principal_arn ?? (request.judge_looker ? looker : null);
  if (named === null) return { principal_arn: null, is_looker: false };
  const is_looker = looker !== null && samePrincipal(looker, named);
  const principal = parsePrincipal(named);
  if (principal?.kind !== 'assumed-role') return { principal_arn: named, is_looker };
  const { partition, account_id, name } = principal;
  const role = await reader.roleArn(name);
  const found = role.ok && parsePrincipal(role.value)?.account_id === account_id;
  return {
    principal_arn: found ? role.value : `arn:${partition}:iam::${account_id}:role/${name}`,
    is_looker,
  };
}
