import type { AwsReader } from '../model/aws-reader.ts';
import type { Evidence, EvidenceFailure, Identity } from '../model/evidence.ts';
import type { PrincipalDetails } from '../model/permission-evidence.ts';
import { parsePrincipal, samePrincipal } from '../model/principal.ts';
import type { VerifyRequest } from './verify-request.ts';

/** The principal whose permissions are audited, and whether it is the verifier identity as well. */
export interface AuditedPrincipal {
  /** A user's or role's ARN where it could be resolved; `null`: nobody is audited. */
  readonly principal_arn: string | null;
  readonly is_verifier: boolean;
  /** `null`: not read. */
  readonly details: PrincipalDetails | null;
  /** Why the role behind a session could not be resolved; its ARN then lacks the path. */
  readonly unresolved: EvidenceFailure | null;
}

/** Finds the user or role behind the principal that was named: a session's ARN lacks the path of its role. */
export async function findAuditedPrincipal(
  request: Pick<VerifyRequest, 'principal_arn' | 'audits_verifier'>,
  identity: Evidence<Identity>,
  reader: AwsReader,
): Promise<AuditedPrincipal> {
  const verifier = identity.ok ? identity.value.arn : null;
  const named = request.principal_arn ?? (request.audits_verifier ? verifier : null);
  const plain = { details: null, unresolved: null };
  if (named === null) return { principal_arn: null, is_verifier: false, ...plain };
  const is_verifier = verifier !== null && samePrincipal(verifier, named);
  const principal = parsePrincipal(named);
  if (principal?.kind !== 'assumed-role') return { principal_arn: named, is_verifier, ...plain };
  const { partition, account_id, name } = principal;
  const role = await reader.principal('role', name);
  const guessed = `arn:${partition}:iam::${account_id}:role/${name}`;
  if (!role.ok) return { principal_arn: guessed, is_verifier, details: null, unresolved: role.failure };
  if (parsePrincipal(role.value.arn)?.account_id === account_id)
    return { principal_arn: role.value.arn, is_verifier, details: role.value, unresolved: null };
  return { principal_arn: guessed, is_verifier, details: null, unresolved: otherAccount(name, account_id) };
}

function otherAccount(name: string, accountId: string): EvidenceFailure {
  return {
    cause: 'not_found',
    code: 'OtherAccount',
    message: `the verifier identity is not in the account ${accountId} of the role ${name}`,
    action: 'iam:GetRole',
  };
}
