import { emptySummary } from '../src/model/empty-summary.ts';
import type { Finding, Report, ReportChanges, Status, Summary } from '../src/model/report.ts';
import { bySeverity, worst } from '../src/model/report.ts';
import { findingsOf } from '../src/model/report-findings.ts';
import { buildReport, mergeReports } from '../src/verify/build-report.ts';
import { findingFrom } from '../src/verify/check.ts';
import { notChecked } from '../src/verify/checks/run-checks.ts';

/** What a child workflow of a Distributed Map came to: its report, or why it has none. */
export type TargetOutcome = { readonly report: Report } | { readonly failure: Failure };

export interface Failure {
  /** What it was to check, as it was given. */
  readonly target: unknown;
  readonly error: string;
  readonly cause: string;
}

/** All accounts and regions in one: a row for each target, and what could not be checked. */
export interface FleetReport {
  readonly schema_version: 1;
  readonly status: Status;
  /** `status` is `pass` and `complete` is true. */
  readonly compliant: boolean;
  /** Every target was checked to its end. */
  readonly complete: boolean;
  /** RFC 3339: when the first target was checked; empty when none was. */
  readonly checked_at: string;
  readonly summary: Summary & { readonly targets: number; readonly not_checked: number };
  /** The sums of what the targets' reports say; left out: no target has an earlier report. */
  readonly changes?: FleetChanges;
  /** Accounts and regions of the last report that are no targets any more; left out: nothing is known. */
  readonly targets_gone?: readonly string[];
  /** The worst first. */
  readonly targets: readonly TargetRow[];
  readonly failures: readonly Failure[];
}

/** What differs from the last reports of the targets that have one. */
interface FleetChanges {
  /** How many targets have an earlier report. */
  readonly targets: number;
  readonly new: number;
  readonly fixed: number;
  readonly unchanged: number;
  readonly material_replaced: number;
  readonly keys_added: number;
  readonly keys_gone: number;
}

export interface TargetRow
  extends Pick<
    Report,
    'region' | 'account_id' | 'principal_arn' | 'status' | 'complete' | 'checked_at' | 'summary'
  > {
  /** The first findings, each with its key. */
  readonly findings: readonly (Finding & { readonly key: string | null })[];
  /** The target's own report. In a large fleet it lists only the keys that did not pass, or none; `summary` counts all. */
  readonly report: Report;
}

/**
 * Joins the reports of one target's batches. Reports that were cut to fit their carrier count in full:
 * the result uses the status and summary that each of them states.
 *
 * @param permissions the report of the call that evaluated the permissions; its keys are ignored
 * @param outcomes of the batches; an empty list is indeterminate as well
 */
export function joinBatches(
  permissions: readonly TargetOutcome[],
  outcomes: readonly TargetOutcome[],
): Report {
  const asked = permissions.map((outcome) =>
    'report' in outcome ? permissionsOf(outcome.report) : failedBatch(outcome),
  );
  const batches = (outcomes.length === 0 ? [emptyList] : outcomes).map((outcome) =>
    'report' in outcome ? outcome.report : failedBatch(outcome),
  );
  const reports = [...asked, ...batches];
  const merged = mergeReports(reports);
  const status = worst([merged.status, ...reports.map((report) => report.status)]);
  const accepted = reports.flatMap((report) => report.accepted ?? []);
  return {
    ...merged,
    status,
    compliant: status === 'pass' && merged.complete,
    summary: reports.map(({ summary }) => summary).reduce(add),
    ...(reports.some((report) => report.accepted !== undefined) ? { accepted } : {}),
  };
}

const emptyList: TargetOutcome = {
  failure: { target: null, error: 'NoKeys', cause: 'the list of keys is empty' },
};

function permissionsOf(report: Report): Report {
  const accepted = report.accepted?.filter(({ permission }) => permission !== undefined);
  return {
    ...buildReport({ ...report, keys: [], next: report.next ?? null }),
    ...(accepted === undefined ? {} : { accepted }),
  };
}

/** A batch that could not be checked is indeterminate. */
function failedBatch({ failure: { error, cause, target } }: { readonly failure: Failure }): Report {
  const { region = '' } = (target ?? {}) as { readonly region?: string };
  return buildReport({
    region,
    account_id: null,
    principal_arn: null,
    checked_at: '',
    keys: [],
    permissions: [],
    limits: [],
    orphans: [],
    findings: [
      findingFrom(notChecked, 'indeterminate', {
        expected: 'checked',
        actual: error,
        message: `A batch of keys could not be checked: ${error}: ${cause}`,
      }),
    ],
    notices: [],
    complete: false,
    next: null,
  });
}

/** Findings of a target that its row shows; its own report has the others. */
const shown = 5;

/** The most keys that the fleet's report lists one by one, so that it can be read and shown: of each kind this many. */
const listedKeys = 5_000;

/** Makes the rows of a fleet's report, one after the other; what they list is bounded for all of them together. */
export function rowMaker(): (report: Report) => TargetRow {
  let passed = 0;
  let others = 0;
  return (report) => {
    const keys = report.keys.filter(({ status }) => {
      if (status === 'pass') return ++passed <= listedKeys;
      return ++others <= listedKeys;
    });
    return rowOf({ ...report, keys }, report);
  };
}

/** A target's line in the fleet's report. */
function rowOf(listed: Report, report: Report): TargetRow {
  const { region, account_id, principal_arn, status, complete, checked_at, summary } = report;
  const findings = findingsOf(report)
    .map(({ finding, key }) => ({ ...finding, key: key === null ? null : `${key.kms}/${key.name}` }))
    .sort(bySeverity);
  return {
    region,
    account_id,
    principal_arn,
    status,
    complete,
    checked_at,
    summary,
    findings: findings.slice(0, shown),
    report: listed,
  };
}

/** The fleet's report. It is indeterminate when a target could not be checked, or when there is no target. */
export function fleetReport(rows: readonly TargetRow[], failures: readonly Failure[]): FleetReport {
  const open = failures.length > 0 || rows.length === 0;
  const status = worst([...rows.map((row) => row.status), ...(open ? (['indeterminate'] as const) : [])]);
  const complete = !open && rows.every((row) => row.complete);
  const times = rows.map(({ checked_at }) => checked_at).filter((time) => time !== '');
  return {
    schema_version: 1,
    status,
    compliant: status === 'pass' && complete,
    complete,
    checked_at: times.sort()[0] ?? '',
    summary: {
      ...rows.map(({ summary }) => summary).reduce(add, emptySummary),
      targets: rows.length + failures.length,
      not_checked: failures.length,
    },
    ...changesOf(rows),
    targets: [...rows].sort(bySeverity),
    failures,
  };
}

function changesOf(rows: readonly TargetRow[]): Pick<FleetReport, 'changes'> {
  const all = rows.flatMap(({ report }) => report.changes ?? []);
  if (all.length === 0) return {};
  const sum = (of: (changes: ReportChanges) => number) =>
    all.reduce((total, changes) => total + of(changes), 0);
  return {
    changes: {
      targets: all.length,
      new: sum((changes) => changes.new.length),
      fixed: sum(({ fixed }) => fixed.length),
      unchanged: sum(({ unchanged }) => unchanged),
      material_replaced: sum(({ material_replaced }) => material_replaced.length),
      keys_added: sum(({ keys_added }) => keys_added.length),
      keys_gone: sum(({ keys_gone }) => keys_gone.length),
    },
  };
}

function add(a: Summary, b: Summary): Summary {
  return {
    keys: a.keys + b.keys,
    key_status: {
      passed: a.key_status.passed + b.key_status.passed,
      failed: a.key_status.failed + b.key_status.failed,
      indeterminate: a.key_status.indeterminate + b.key_status.indeterminate,
    },
    versions: a.versions + b.versions,
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    indeterminate: a.indeterminate + b.indeterminate,
    permissions: {
      allowed: a.permissions.allowed + b.permissions.allowed,
      denied: a.permissions.denied + b.permissions.denied,
      indeterminate: a.permissions.indeterminate + b.permissions.indeterminate,
    },
  };
}
