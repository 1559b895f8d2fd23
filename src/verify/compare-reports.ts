import type {
  ChangedFinding,
  KeyReport,
  PermissionReport,
  Report,
  ReportChanges,
  VersionReport,
} from '../model/report.ts';
import { findingsOf, keyReportId, permissionId } from '../model/report-findings.ts';
import { hasReadCanary, identified, isSampledCheck, providerOf } from './identify.ts';

/**
 * What differs between two reports of the same keys. A finding is the same when its id is. It is new as well when it
 * was inconclusive and fails now. It is fixed only when its check ran again on the same key version; what an exception
 * covers now is not fixed, and what it covered before is new once it counts. Pure.
 */
export function compareReports(earlier: Report, report: Report): ReportChanges {
  const before = problemsOf(earlier);
  const now = problemsOf(report);
  const accepted = new Set((report.accepted ?? []).map(({ id }) => id));
  const isNew = ({ id, status }: ChangedFinding) => {
    const was = before.get(id);
    return was === undefined || (was.status === 'indeterminate' && status === 'fail');
  };
  const fresh = [...now.values()].filter(isNew);
  const wasKey = new Map(earlier.keys.map((key) => [keyReportId(key), key] as const));
  const isKey = new Map(report.keys.map((key) => [keyReportId(key), key] as const));
  const permissions = changedPermissions(earlier, report);
  return {
    since: earlier.checked_at,
    new: fresh,
    fixed: [...before.values()].filter(
      (problem) => !now.has(problem.id) && !accepted.has(problem.id) && isCovered(problem, report, isKey),
    ),
    unchanged: now.size - fresh.length,
    material_replaced: report.keys.flatMap((key) => replacedIn(key, wasKey.get(keyReportId(key)))),
    keys_added: [...isKey.keys()].filter((id) => !wasKey.has(id)),
    keys_gone: report.complete ? [...wasKey.keys()].filter((id) => !isKey.has(id)) : [],
    permissions_gained: permissions('denied', 'allowed'),
    permissions_lost: permissions('allowed', 'denied'),
  };
}

/** Findings and permissions that are not allowed, by id; accepted ones are none. */
function problemsOf(report: Report): Map<string, ChangedFinding> {
  const { keys, findings, permissions } = identified(report);
  const problems = [
    ...findingsOf({ keys, findings }).map(
      ({ finding: { id = '', check, status, message } }): ChangedFinding => ({ id, check, status, message }),
    ),
    ...permissions
      .filter(({ decision }) => decision !== 'allowed')
      .map(
        ({ id = '', action, decision, message }): ChangedFinding => ({
          id,
          check: 'permission',
          status: decision === 'denied' ? 'fail' : 'indeterminate',
          message: `${action}: ${message}`,
        }),
      ),
  ];
  return new Map(problems.filter(({ status }) => status !== 'pass').map((problem) => [problem.id, problem]));
}

/** The id of a finding of a key, or of one of its versions; a key's name has neither `/` nor `@`. */
const aboutKey = /^(?<key>.+\/key\/[^/@]+)(?:@(?<version>\d+))?\//;

/** Whether the report would have the problem if it were still there. */
function isCovered(
  { id, check }: ChangedFinding,
  { complete, controls, permissions }: Report,
  keys: ReadonlyMap<string, KeyReport>,
): boolean {
  if (check === 'permission') return permissions.some((row) => permissionId(row) === id);
  if (controls !== undefined && !Object.hasOwn(controls, check)) return false;
  const { key, version } = aboutKey.exec(id)?.groups ?? {};
  if (key === undefined && isSampledCheck(check))
    return [...keys.values()].some((one) => id === `${providerOf(one)}/${check}` && hasReadPolicy(one));
  if (key === undefined) return complete;
  const checked = keys.get(key);
  if (checked === undefined || version === undefined) return checked !== undefined;
  return checked.versions.some(
    (one) => one.version === Number(version) && (check !== 'canary' || hasReadCanary(one)),
  );
}

function hasReadPolicy({ versions }: KeyReport): boolean {
  return versions.some(({ policy_read }) => policy_read === true);
}

/** A version's material is another one: in the same KMS key, or in one that took its place. */
function replacedIn(key: KeyReport, before: KeyReport | undefined): ReportChanges['material_replaced'] {
  return key.versions.flatMap((version) => {
    const was = before?.versions.find((one) => one.version === version.version);
    if (was === undefined || !differs(was, version)) return [];
    const { key_id } = version;
    return [
      {
        id: keyReportId(key),
        version: version.version,
        key_id,
        from: materialOf(was),
        to: materialOf(version),
      },
    ];
  });
}

function differs(was: VersionReport, is: VersionReport): boolean {
  if (was.key_id !== is.key_id) return true;
  return (
    was.key_material_id !== null && is.key_material_id !== null && was.key_material_id !== is.key_material_id
  );
}

/** KMS gives asymmetric keys no id of their material. */
function materialOf({ key_material_id, key_id }: VersionReport): string {
  return key_material_id ?? key_id;
}

/** The permissions whose decision went from one to another. */
function changedPermissions(earlier: Report, report: Report) {
  const before = decisions(earlier);
  const now = decisions(report);
  return (from: PermissionReport['decision'], to: PermissionReport['decision']) =>
    [...now].flatMap(([about, row]) =>
      row.decision === to && before.get(about)?.decision === from
        ? [{ action: row.action, principal_arn: row.principal_arn, region: row.region }]
        : [],
    );
}

/** The worst decision about each action of a principal in a region, accepted ones included. */
function decisions({ permissions, accepted = [] }: Report): Map<string, PermissionReport> {
  const rows = [...permissions, ...accepted.flatMap(({ permission }) => permission ?? [])];
  const worst = new Map<string, PermissionReport>();
  for (const row of rows) {
    const about = `${row.region} ${row.principal_arn} ${row.action}`;
    const other = worst.get(about);
    if (other === undefined || severity[row.decision] > severity[other.decision]) worst.set(about, row);
  }
  return worst;
}

const severity = { allowed: 0, indeterminate: 1, denied: 2 } as const;
