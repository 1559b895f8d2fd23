import type { Exceptions } from '../model/exceptions.ts';
import type { Accepted, Exception, Finding, Report, ReportNotice } from '../model/report.ts';
import { worst } from '../model/report.ts';
import { findingsOf, keyReportId } from '../model/report-findings.ts';
import { buildReport } from './build-report.ts';
import { noticeFrom } from './check.ts';
import { exceptionNotice } from './checks/run-checks.ts';
import { providerOf } from './identify.ts';
import { severityOf } from './severities.ts';

/** An exception that ends within this many milliseconds is a notice. */
const soon = 14 * 86_400_000;

/**
 * Moves what is accepted out of a report into `accepted`, and evaluates the rest anew. From the day on which an
 * exception expires, in UTC, its finding counts again. What kept the run from checking everything stays: the report is
 * as incomplete as it was. Pure.
 */
export function applyExceptions(given: Report, { exceptions, severities }: Exceptions, now: Date): Report {
  const report = withSeverities(given, severities);
  const inForce = new Map(
    exceptions.filter((one) => now.getTime() < ends(one)).map((one) => [one.id, one] as const),
  );
  const accepted = [...acceptedFindings(report, inForce), ...acceptedPermissions(report, inForce)];
  const counts = ({ id }: { readonly id?: string }) => id === undefined || !inForce.has(id);
  const keys = report.keys.map((key) => {
    const findings = key.findings.filter(counts);
    const versions = key.versions.map((version) => {
      const left = version.findings.filter(counts);
      return left.length === version.findings.length
        ? version
        : { ...version, findings: left, status: worst(left.map(({ status }) => status)) };
    });
    const same =
      findings.length === key.findings.length && versions.every((one, at) => one === key.versions[at]);
    return same
      ? key
      : { ...key, findings, versions, status: worst([...versions, ...findings].map(({ status }) => status)) };
  });
  return {
    ...buildReport({
      ...report,
      keys,
      findings: report.findings.filter(counts),
      permissions: report.permissions.filter(counts),
      notices: [...report.notices, ...noticesAbout(report, exceptions, now)],
      next: report.next ?? null,
    }),
    ...(report.changes === undefined ? {} : { changes: report.changes }),
    // What was decided is evidence, also where it is accepted.
    ...(report.controls === undefined ? {} : { controls: report.controls }),
    accepted,
  };
}

/** When the day of its expiry begins, in milliseconds. */
function ends({ expires }: Exception): number {
  return Date.parse(`${expires}T00:00:00Z`);
}

function acceptedFindings(report: Report, inForce: ReadonlyMap<string, Exception>): Accepted[] {
  return findingsOf(report).flatMap(({ finding, key, version }) => {
    const exception = inForce.get(finding.id ?? '');
    if (exception === undefined) return [];
    return [
      {
        ...exception,
        key: key === null ? null : keyReportId(key),
        version: version?.version ?? null,
        finding,
      },
    ];
  });
}

function acceptedPermissions(report: Report, inForce: ReadonlyMap<string, Exception>): Accepted[] {
  return report.permissions.flatMap((permission) => {
    const exception = inForce.get(permission.id ?? '');
    return exception === undefined ? [] : [{ ...exception, key: null, version: null, permission }];
  });
}

function withSeverities(report: Report, severities: Exceptions['severities']): Report {
  const set = (finding: Finding): Finding => {
    const own = severities[finding.check];
    return own === undefined
      ? finding
      : { ...finding, severity: severityOf(finding.check, finding.status, own) };
  };
  return {
    ...report,
    findings: report.findings.map(set),
    keys: report.keys.map((key) => ({
      ...key,
      findings: key.findings.map(set),
      versions: key.versions.map((version) => ({ ...version, findings: version.findings.map(set) })),
    })),
  };
}

/** What its owner should know about an exception: it has expired, ends soon, or is about nothing any more. */
function noticesAbout(report: Report, exceptions: readonly Exception[], now: Date): ReportNotice[] {
  const open = new Set([
    ...findingsOf(report).map(({ finding }) => finding.id),
    ...report.permissions.map(({ id }) => id),
  ]);
  return exceptions.flatMap((exception) => {
    const { id, owner, expires } = exception;
    const left = ends(exception) - now.getTime();
    const say = (message: string) => [
      noticeFrom(exceptionNotice, id, `The exception for ${id} (${owner}) ${message}`),
    ];
    if (open.has(id)) {
      if (left <= 0) return say(`expired on ${expires}: the finding counts again.`);
      return left <= soon ? say(`expires on ${expires}; then the finding counts again.`) : [];
    }
    return isAbout(report, id) ? say('matches no finding: remove it.') : [];
  });
}

/** Whether the report covers what an exception is about: the key or the region, by a check that ran. */
function isAbout({ complete, keys, region, controls = {} }: Report, id: string): boolean {
  const last = id.slice(id.lastIndexOf('/') + 1);
  const check = last.includes(':') ? 'permission' : last;
  return (
    complete &&
    Object.hasOwn(controls, check) &&
    (keys.some(
      (key) =>
        id.startsWith(`${keyReportId(key)}@`) ||
        id.startsWith(`${keyReportId(key)}/`) ||
        id === `${providerOf(key)}/${check}`,
    ) ||
      id.startsWith(`${region}/`))
  );
}
