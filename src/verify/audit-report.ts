import type { Exceptions } from '../model/exceptions.ts';
import type { Report } from '../model/report.ts';
import { applyExceptions } from './apply-exceptions.ts';
import { compareReports } from './compare-reports.ts';

/** What a report is read against. */
export interface AuditBasis {
  /** `null`: nothing is accepted. */
  readonly exceptions: Exceptions | null;
  /** An earlier report; `null`: nothing is compared. */
  readonly baseline: Report | null;
}

/** A report with what is accepted apart, and with what changed since the earlier one. */
export function auditReport(report: Report, { exceptions, baseline }: AuditBasis, now: Date): Report {
  const accepted = exceptions === null ? report : applyExceptions(report, exceptions, now);
  return baseline === null ? accepted : { ...accepted, changes: compareReports(baseline, accepted) };
}
