import type { PageContent } from '../src/evidence-page/page-content.ts';
import { version } from '../src/version.ts';
import type { FleetReport } from './aggregate-report.ts';

/** The content of the page of a fleet: each target with what the report lists of it. */
export function contentOfFleet(report: FleetReport): PageContent {
  const { status, complete, checked_at, summary, targets, failures, targets_gone = [] } = report;
  return {
    ...{ status, complete, checked_at, summary, targets_gone },
    // The row has the status and the sums of the whole target, the report only what is listed.
    targets: targets.map(({ report: listed, status, complete, summary }) => ({
      ...listed,
      status,
      complete,
      summary,
    })),
    unchecked: failures.map(({ target, error, cause }) => ({
      target: JSON.stringify(target) ?? '',
      reason: `${error}: ${cause}`,
    })),
    provenance: [
      { label: 'Checked by', text: 'the fleet’s state machine' },
      { label: 'Tool version', text: version },
    ],
    run: null,
  };
}
