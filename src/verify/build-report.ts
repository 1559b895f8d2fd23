import type { Inventory } from '../model/inventory.ts';
import type {
  Finding,
  KeyReport,
  Limit,
  Orphan,
  PermissionReport,
  Report,
  ReportNotice,
  Status,
  Summary,
} from '../model/report.ts';
import { worst } from '../model/report.ts';
import { outOfTime } from './checks/run-checks.ts';
import { controlsOfRun, type FurtherCheck, furtherChecks, furtherChecksOf, identified } from './identify.ts';
import { commonInventory } from './take-inventory.ts';

/** The parts of a report. */
export interface ReportParts {
  readonly region: string;
  readonly account_id: string | null;
  readonly principal_arn: string | null;
  /** RFC 3339. */
  readonly checked_at: string;
  /** `undefined`: nothing was checked. */
  readonly depth?: Report['depth'];
  readonly keys: readonly KeyReport[];
  readonly permissions: readonly PermissionReport[];
  readonly limits: readonly Limit[];
  readonly orphans: readonly Orphan[];
  readonly findings: readonly Finding[];
  readonly notices: readonly ReportNotice[];
  /** Everything that was requested was checked; left out: when there is no `next`. */
  readonly complete?: boolean;
  /** Continues an incomplete check; `null`: there is nothing to continue, or no progress was made. */
  readonly next: string | null;
  /** The checks that ran beside those of the depth; left out: those that the keys show. */
  readonly further?: readonly FurtherCheck[];
  /** A region of an account each; `undefined`: none was taken. */
  readonly inventory?: readonly Inventory[] | undefined;
}

/** Builds a report from its parts; its status is the worst of theirs. */
export function buildReport(given: ReportParts): Report {
  const parts = identified(given);
  const { region, account_id, principal_arn, checked_at, keys, permissions, orphans, findings, notices } =
    parts;
  const complete = parts.complete ?? parts.next === null;
  const status = worst([
    ...keys.map((key) => key.status),
    ...permissions.map(({ decision }) => statusOf(decision)),
    ...findings.map((finding) => finding.status),
  ]);
  return {
    schema_version: 1,
    status,
    compliant: status === 'pass' && complete,
    complete,
    ...(parts.next === null ? {} : { next: parts.next }),
    region,
    account_id,
    principal_arn,
    checked_at,
    ...(parts.depth === undefined ? {} : { depth: parts.depth }),
    summary: summarize(keys, permissions),
    keys,
    permissions,
    limits: parts.limits,
    orphans,
    findings,
    notices,
    ...(parts.depth === undefined
      ? {}
      : { controls: controlsOfRun(parts.depth, permissions, parts.further ?? furtherChecksOf(keys)) }),
    ...(parts.inventory === undefined ? {} : { inventory: parts.inventory }),
  };
}

function statusOf(decision: PermissionReport['decision']): Status {
  return decision === 'allowed' ? 'pass' : decision === 'denied' ? 'fail' : 'indeterminate';
}

function summarize(keys: readonly KeyReport[], permissions: readonly PermissionReport[]): Summary {
  const versions = keys.flatMap((key) => key.versions);
  const count = <T>(list: readonly T[], test: (entry: T) => boolean) => list.filter(test).length;
  return {
    keys: keys.length,
    key_status: byStatus(keys),
    versions: versions.length,
    ...byStatus(versions),
    permissions: {
      allowed: count(permissions, ({ decision }) => decision === 'allowed'),
      denied: count(permissions, ({ decision }) => decision === 'denied'),
      indeterminate: count(permissions, ({ decision }) => decision === 'indeterminate'),
    },
  };
}

function byStatus(parts: readonly { readonly status: Status }[]): Summary['key_status'] {
  const count = (wanted: Status) => parts.filter(({ status }) => status === wanted).length;
  return { passed: count('pass'), failed: count('fail'), indeterminate: count('indeterminate') };
}

/**
 * Merges reports of batches, regions, accounts or providers. The result is complete when each of them is.
 *
 * An orphan stays one when every report of its region and account lists it.
 *
 * @param reports at least one
 */
export function mergeReports(reports: readonly Report[]): Report {
  const complete = reports.every((report) => report.complete);
  return buildReport({ ...mergedParts(reports), inventory: mergedInventory(reports), complete, next: null });
}

/** A report with further findings about the run as a whole. */
export function withFindings(report: Report, findings: readonly Finding[]): Report {
  if (findings.length === 0) return report;
  const status = worst([report.status, ...findings.map((finding) => finding.status)]);
  return identified({ ...report, status, compliant: false, findings: [...findings, ...report.findings] });
}

/**
 * Joins the reports of calls that continued each other, in their order. The result ends where the last one ends.
 *
 * @param reports at least one
 */
export function joinContinuation(reports: readonly Report[]): Report {
  const last = reports.at(-1);
  return buildReport({
    ...mergedParts(reports.map((report) => (report === last ? report : withoutTimeFinding(report)))),
    orphans: last?.orphans ?? [],
    inventory: last?.inventory,
    complete: last?.complete ?? false,
    next: last?.next ?? null,
  });
}

/** A later report covers what this one had no time for. */
function withoutTimeFinding(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ check }) => check !== outOfTime.id) };
}

function mergedParts(reports: readonly Report[]): Omit<ReportParts, 'complete' | 'next'> {
  return {
    region: joinValues(reports.map(({ region }) => region)) ?? '',
    account_id: joinValues(reports.map(({ account_id }) => account_id)),
    principal_arn: joinValues(reports.map(({ principal_arn }) => principal_arn)),
    checked_at: reports.map(({ checked_at }) => checked_at).sort()[0] ?? '',
    depth: commonDepth(reports),
    // A shortened report lists fewer keys than were checked.
    further: furtherChecks.filter((id) => reports.some(({ controls }) => controls?.[id] !== undefined)),
    keys: reports.flatMap(({ keys }) => keys),
    permissions: distinct(reports.flatMap(({ permissions }) => permissions)),
    // A function of an older version reports none.
    limits: distinct(reports.flatMap(({ limits }) => limits ?? [])),
    orphans: commonOrphans(reports),
    findings: distinct(reports.flatMap(({ findings }) => findings)),
    notices: distinct(reports.flatMap(({ notices }) => notices)),
  };
}

/** An inventory of each region and account where every report has one: otherwise a part of Vault's record is not known. */
function mergedInventory(reports: readonly Report[]): readonly Inventory[] | undefined {
  const checked = reports.filter(({ depth }) => depth !== undefined);
  const partial = new Set(checked.filter(({ inventory }) => inventory === undefined).map(scopeOf));
  const isPartial = (one: Inventory) =>
    partial.has(scopeOf(one)) || partial.has(scopeOf({ ...one, account_id: null }));
  const all = checked.flatMap(({ inventory = [] }) => inventory).filter((one) => !isPartial(one));
  const scopes = [...new Set(all.map(scopeOf))];
  if (scopes.length === 0) return undefined;
  return scopes.map((scope) => commonInventory(all.filter((one) => scopeOf(one) === scope)));
}

/** `full` where each part was checked in full. */
function commonDepth(reports: readonly Report[]): Report['depth'] {
  const depths = reports.map(({ depth }) => depth).filter((depth) => depth !== undefined);
  return depths.find((depth) => depth === 'standard') ?? depths[0];
}

function joinValues(values: readonly (string | null)[]): string | null {
  const known = [...new Set(values.filter((value) => value !== null))];
  return known.length === 0 ? null : known.join(', ');
}

function commonOrphans(reports: readonly Report[]): Orphan[] {
  const scopes = new Set(reports.map(scopeOf));
  return [...scopes].flatMap((scope) => {
    const [first, ...others] = reports.filter((report) => scopeOf(report) === scope);
    return (first?.orphans ?? []).filter(({ alias, key_id }) =>
      others.every(({ orphans }) =>
        orphans.some((orphan) => orphan.alias === alias && (alias !== null || orphan.key_id === key_id)),
      ),
    );
  });
}

function scopeOf({ region, account_id }: Pick<Report, 'region' | 'account_id'>): string {
  return `${account_id} ${region}`;
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Map(list.map((entry) => [JSON.stringify(entry), entry])).values()];
}
