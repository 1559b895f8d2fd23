import type { AwsReader } from '../model/aws-reader.ts';
import type { Evidence, Identity } from '../model/evidence.ts';
import { parsePrincipal, samePrincipal } from '../model/principal.ts';
import type { VerifyRequest } from './verify-request.ts';

/** Whose permissions are judged, and whether that is the one who looks. */
export interface AuditedPrincipal {
  /** A user's or role's ARN where it could be found out; `null`: nobody. */
  readonly principal_arn: string | null;
  readonly is_verifier: boolean;
}

/** Finds the user or role behind what was named: a session's ARN lacks the path of its role. */
export async function findAuditedPrincipal(
  request: Pick<VerifyRequest, 'principal_arn' | 'audits_verifier'>,
  identity: Evidence<Identity>,
  reader: AwsReader,
): Promise<AuditedPrincipal> {
  const looker = identity.ok ? identity.value.arn : null;
  const named = request.principal_arn ?? (request.audits_verifier ? looker : null);
  if (named === null) return { principal_arn: null, is_verifier: false };
  const is_verifier = looker !== null && samePrincipal(looker, named);
  const principal = parsePrincipal(named);
  if (principal?.kind !== 'assumed-role') return { principal_arn: named, is_verifier };
  const { partition, account_id, name } = principal;
  const role = await reader.roleArn(name);
  const found = role.ok && parsePrincipal(role.value)?.account_id === account_id;
  return {
    principal_arn: found ? role.value : `arn:${partition}:iam::${account_id}:role/${name}`,
    is_verifier,
  };
}
