import { mergeRemedies, withoutRemedy } from '../model/permission-remedy.ts';
import type { Decision, PermissionReport } from '../model/report.ts';

/** Decisions of one kind with one reason, for all actions and providers that have it. */
export interface PermissionGroup {
  readonly decision: Decision;
  readonly actions: readonly string[];
  /** Providers, or regions without a provider. */
  readonly where: readonly string[];
  readonly layer: string | null;
  readonly message: string;
  /** Each a sentence, or a sentence and a statement to paste. */
  readonly remedies: readonly string[];
}

/** The columns of a row: its providers, or its region where it has none. */
export function columnsOf({ kms, region }: PermissionReport): readonly string[] {
  return kms.length > 0 ? kms : [region];
}

/** What is not allowed, the denials first: one group for each reason. */
export function groupPermissions(permissions: readonly PermissionReport[]): PermissionGroup[] {
  const groups = new Map<string, PermissionReport[]>();
  for (const row of permissions) {
    if (row.decision === 'allowed') continue;
    const reason = JSON.stringify([row.decision, row.layer, withoutRemedy(row)]);
    groups.set(reason, [...(groups.get(reason) ?? []), row]);
  }
  return [...groups.values()]
    .map((rows) => ({
      decision: rows[0]!.decision,
      actions: unique(rows.map(({ action }) => action)),
      where: unique(rows.flatMap(columnsOf)),
      layer: rows[0]!.layer,
      message: withoutRemedy(rows[0]!),
      remedies: mergeRemedies(unique(rows.map(({ remedy }) => remedy))).filter((remedy) => remedy !== ''),
    }))
    .sort((a, b) => Number(a.decision === 'indeterminate') - Number(b.decision === 'indeterminate'));
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
