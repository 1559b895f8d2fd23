import type { AwsReader } from '../model/aws-reader.ts';
import type { Evidence, Identity } from '../model/evidence.ts';
import { parsePrincipal, samePrincipal } from '../model/principal.ts';
import type { VerifyRequest } from './verify-request.ts';

/** The principal whose permissions are evaluated, and whether it is the verifier identity. */
export interface AuditedPrincipal {
  /** A user's or role's ARN where it could be resolved; `null`: none. */
  readonly principal_arn: string | null;
  readonly is_verifier: boolean;
}

/** Resolves the given principal to a user or role: a session's ARN lacks the path of its role. */
export async function findAuditedPrincipal(
  request: Pick<VerifyRequest, 'principal_arn' | 'audits_verifier'>,
  identity: Evidence<Identity>,
  reader: AwsReader,
): Promise<AuditedPrincipal> {
  const verifier = identity.ok ? identity.value.arn : null;
  const named = request.principal_arn ?? (request.audits_verifier ? verifier : null);
  if (named === null) return { principal_arn: null, is_verifier: false };
  const is_verifier = verifier !== null && samePrincipal(verifier, named);
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
