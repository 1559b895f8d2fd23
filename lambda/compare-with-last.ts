import type { Log } from '../src/model/effects.ts';
import { showFailure } from '../src/model/evidence.ts';
import type { Report } from '../src/model/report.ts';
import { compareReports } from '../src/verify/compare-reports.ts';
import { isWhole } from '../src/verify/read-baseline.ts';
import { readStoredBaseline, uncomparedNotice } from './event-basis.ts';
import type { ReportStore } from './report-store.ts';

/**
 * Compares the report of a list of keys, which was checked in batches, with the last one, and keeps it for the next
 * where it is complete. A batch that was shortened to fit its carrier leaves keys out: then nothing is compared or kept.
 * A report that cannot be kept is a warning.
 */
export async function compareWithLast(
  report: Report,
  uri: string,
  store: ReportStore,
  log: Log,
): Promise<Report> {
  if (!isWhole(report)) {
    const why = 'is not read, since a batch of this one was shortened. Use fewer keys per batch.';
    return { ...report, notices: [...report.notices, uncomparedNotice(report.region, uri, why)] };
  }
  const { baseline, notices } = await readStoredBaseline(uri, report.region, store, true);
  const compared = {
    ...report,
    notices: [...report.notices, ...notices],
    ...(baseline === null ? {} : { changes: compareReports(baseline, report) }),
  };
  if (!report.complete) return compared;
  const kept = await store.write(uri, JSON.stringify(compared), 'application/json');
  if (!kept.ok) log.warning(`The report was not kept in ${uri}: ${showFailure(kept.failure)}`);
  return compared;
}
