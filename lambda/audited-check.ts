import { showFailure } from '../src/model/evidence.ts';
import type { Expectation } from '../src/model/expectation.ts';
import type { Report } from '../src/model/report.ts';
import { auditReport } from '../src/verify/audit-report.ts';
import type { CheckEvent } from './read-check-event.ts';
import { openReportStore } from './report-store.ts';
import type { CheckEffects } from './run-check.ts';
import { runCheck } from './run-check.ts';

/**
 * Executes one event: checks, sets accepted findings apart, compares with an earlier report, and keeps a complete report
 * for the next comparison where `REPORT_URI` says so. A report that cannot be kept is a warning.
 *
 * @param isWanted leaves out keys that the event names or Vault has; such a report is not kept
 * @throws what {@link runCheck} and `readBasis` throw
 */
export async function auditedCheck(
  event: CheckEvent,
  effects: CheckEffects,
  isWanted?: (expectation: Expectation) => boolean,
): Promise<Report> {
  const { env, clock, shared, log } = effects;
  if (event.exceptions === null && event.baseline === null && !env['REPORT_URI'])
    return runCheck(event, effects, null, isWanted);
  const { lastReportUri, readBasis } = await import('./event-basis.ts');
  const store = openReportStore(env, shared);
  const basis = await readBasis(event, env, store);
  const checked = await runCheck(event, effects, basis.baseline, isWanted);
  // What changed in a list of keys is seen where its batches are joined.
  const compared = event.is_batch ? { ...basis, baseline: null } : basis;
  const audited = auditReport(checked, compared, clock.now());
  const report = { ...audited, notices: [...audited.notices, ...basis.notices] };
  const uri = lastReportUri(event, env);
  if (uri !== null && report.complete && isWanted === undefined) {
    const kept = await store.write(uri, JSON.stringify(report), 'application/json');
    if (!kept.ok) log.warning(`The report was not kept in ${uri}: ${showFailure(kept.failure)}`);
  }
  return report;
}
