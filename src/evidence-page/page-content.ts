import { emptySummary } from '../model/empty-summary.ts';
import type { Report, Status, Summary } from '../model/report.ts';
import type { RunReport } from '../model/run.ts';

/** What the page shows: one run of the action, one check of the Lambda, or a fleet of them. */
export interface PageContent {
  readonly status: Status;
  /** Everything that was asked for was checked. */
  readonly complete: boolean;
  /** RFC 3339; empty when nothing was checked. */
  readonly checked_at: string;
  /** Counts every key, those included that `targets` leave out. */
  readonly summary: Summary;
  /** One report for each region and account that was checked, the worst first. */
  readonly targets: readonly Report[];
  /** Targets without a report. */
  readonly unchecked: readonly UncheckedTarget[];
  /** Accounts and regions that the last report of a fleet has, and this one has not. */
  readonly targets_gone?: readonly string[];
  /** Who and what checked, and on whose behalf. */
  readonly provenance: readonly Fact[];
  /** The run of the action; `null` for a check that the Lambda was sent. */
  readonly run: RunReport | null;
}

/** A target of a fleet that could not be checked. */
interface UncheckedTarget {
  /** What it was to check. */
  readonly target: string;
  readonly reason: string;
}

export interface Fact {
  readonly label: string;
  readonly text: string;
  /** The page about it. */
  readonly url?: string;
}

/** The content of the page of a run: its verification, or that it has none. */
export function contentOfRun(run: RunReport): PageContent {
  const { verification } = run;
  return {
    status: verification?.status ?? 'indeterminate',
    complete: verification?.complete ?? false,
    checked_at: verification?.checked_at ?? run.finished_at ?? run.started_at,
    summary: verification?.summary ?? emptySummary,
    targets: verification === null ? [] : [verification],
    unchecked: [],
    provenance: provenanceOf(run),
    run,
  };
}

/** The content of the page of one report of the Lambda. */
export function contentOfReport(report: Report, provenance: readonly Fact[]): PageContent {
  const { status, complete, checked_at, summary } = report;
  return {
    ...{ status, complete, checked_at, summary, provenance },
    targets: [report],
    unchecked: [],
    run: null,
  };
}

function provenanceOf({ vault, command, provenance: by }: RunReport): Fact[] {
  const runUrl = by.run_url !== null && /^https?:\/\/[\w.:/-]{1,300}$/.test(by.run_url) ? by.run_url : null;
  return [
    fact('Checked by', by.actor),
    fact('Repository', by.repository),
    fact('Branch or tag', by.ref),
    fact('Commit', by.commit),
    fact('Workflow', by.workflow),
    ...fact('Run', by.run_id && `${by.run_id}, attempt ${by.run_attempt ?? '1'}`).map((run) =>
      runUrl === null ? run : { ...run, url: runUrl },
    ),
    fact('Command', command),
    fact('Vault', vault?.url),
    fact('Vault namespace', vault?.namespace),
    fact('Manifest SHA-256', by.manifest_sha256),
    fact('Tool version', by.tool_version),
  ].flat();
}

/** A fact whose text is known, as a list of one or none. */
function fact(label: string, text: string | null | undefined): Fact[] {
  return text === null || text === undefined || text === '' ? [] : [{ label, text }];
}
