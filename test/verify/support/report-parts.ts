import type { FindingId } from '../../../src/model/finding-id.ts';
import type {
  Finding,
  KeyReport,
  PermissionReport,
  Report,
  VersionReport,
} from '../../../src/model/report.ts';
import { buildReport } from '../../../src/verify/build-report.ts';

/** A failed check, without an id. */
export function finding(check: FindingId, changes: Partial<Finding> = {}): Finding {
  return {
    ...{ check, status: 'fail', expected: 'x', actual: 'y', message: 'it is wrong', remediation: 'mend it' },
    ...changes,
  };
}

/** A version that fails by its findings. */
export function version(
  number: number,
  findings: readonly Finding[] = [],
  changes: Partial<VersionReport> = {},
): VersionReport {
  return {
    ...{ version: number, key_id: `kms-${number}`, arn: null, key_state: 'Enabled', key_material_id: null },
    ...{ status: findings.length > 0 ? 'fail' : 'pass', findings },
    ...changes,
  };
}

/** The key `keymgmt/kms/aws/key/one`. */
export function key(versions: readonly VersionReport[] = [], changes: Partial<KeyReport> = {}): KeyReport {
  return {
    ...{ id: 'keymgmt/kms/aws/key/one', name: 'one', kms: 'aws', alias: '', status: 'fail', versions },
    findings: [],
    ...changes,
  };
}

/** A decision on `kms:CreateKey`, of nobody in particular. */
export function permission(
  decision: PermissionReport['decision'],
  changes: Partial<PermissionReport> = {},
): PermissionReport {
  return {
    ...{ action: 'kms:CreateKey', decision, method: 'simulate', evidence: decision, layer: null },
    ...{ message: 'so it is', remedy: '', needed_for: '', sets: ['vault'], principal_arn: null },
    ...{ region: 'us-west-2', kms: ['aws'] },
    ...changes,
  };
}

/** A whole report of depth `full` on these parts. */
export function reportOf(
  parts: Partial<Pick<Report, 'keys' | 'findings' | 'permissions' | 'depth'>>,
  changes: Partial<Report> = {},
): Report {
  return {
    ...buildReport({
      ...{ region: 'us-west-2', account_id: null, principal_arn: null, depth: 'full' },
      ...{ checked_at: '2026-11-24T00:00:00.000Z', limits: [], orphans: [], notices: [], next: null },
      ...{ keys: [], findings: [], permissions: [] },
      ...parts,
    }),
    ...changes,
  };
}
