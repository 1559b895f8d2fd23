import type { AwsReader } from '../model/aws-reader.ts';
import { findAuditedPrincipal } from '../verify/audited-principal.ts';
import { decidePermissions } from '../verify/permissions/decide-permissions.ts';
import type { PermissionSet } from '../verify/permissions/permission-sets.ts';

/** Whose permissions to audit, and which. */
export interface AuditRequest {
  readonly principal_arn: string;
  readonly region: string;
  readonly sets: readonly PermissionSet[];
}

/** Audits a principal's permissions before any key is there. Reads only. */
export async function auditPrincipal(
  reader: AwsReader,
  { principal_arn, region, sets }: AuditRequest,
  now: Date,
): Promise<{ readonly denied: readonly string[]; readonly open: readonly string[] }> {
  const identity = await reader.identity();
  const [audited, aliases] = await Promise.all([
    findAuditedPrincipal({ principal_arn, audits_verifier: false }, identity, reader),
    reader.aliases(region),
  ]);
  const { rows } = await decidePermissions(
    { sets, actions: [], method: 'auto', history: false },
    {
      region,
      account_id: identity.ok ? identity.value.account_id : null,
      depth: 'standard',
      audited,
      expectations: [],
      keys: [],
      aliases,
      now,
    },
    reader,
  );
  const of = (wanted: string) =>
    rows.filter(({ decision }) => decision === wanted).map(({ action }) => action);
  return { denied: of('denied'), open: of('indeterminate') };
}
