import { createHash } from 'node:crypto';
import { showFailure } from '../src/model/evidence.ts';
import type { Report } from '../src/model/report.ts';
import { version } from '../src/version.ts';
import type { CheckEvent } from './read-check-event.ts';
import { openReportStore } from './report-store.ts';
import type { CheckEffects } from './run-check.ts';

/** The invocation that a report is from, as far as Lambda says it. */
interface Invocation {
  readonly awsRequestId?: string;
  readonly invokedFunctionArn?: string;
}

/**
 * Keeps a report and the evidence page made of it where `REPORT_URI` says, each under the time of the check, so that no
 * report replaces another. A report that cannot be kept is a warning, so that it still arrives.
 */
export async function archiveReport(
  report: Report,
  event: CheckEvent,
  { awsRequestId, invokedFunctionArn }: Invocation,
  { env, shared, log }: CheckEffects,
): Promise<void> {
  if (!env['REPORT_URI']) return;
  const [{ archiveUri }, { contentOfReport }, { evidencePage }] = await Promise.all([
    import('./event-basis.ts'),
    import('../src/evidence-page/page-content.ts'),
    import('../src/evidence-page/evidence-page.ts'),
  ]);
  const uri = archiveUri(event, env, report.checked_at);
  if (uri === null) return;
  const text = JSON.stringify(report);
  const page = evidencePage(
    contentOfReport(report, [
      { label: 'Checked by', text: invokedFunctionArn ?? 'the verifier' },
      ...(awsRequestId === undefined ? [] : [{ label: 'Request', text: awsRequestId }]),
      ...(event.run_id === null ? [] : [{ label: 'Run', text: event.run_id }]),
      { label: 'Report SHA-256', text: createHash('sha256').update(text).digest('hex') },
      { label: 'Tool version', text: version },
    ]),
  );
  const store = openReportStore(env, shared);
  const written = await Promise.all([
    store.write(`${uri}.json`, text, 'application/json'),
    store.write(`${uri}.html`, page, 'text/html; charset=utf-8'),
  ]);
  for (const kept of written)
    if (!kept.ok) log.warning(`The report was not archived in ${uri}: ${showFailure(kept.failure)}`);
}
