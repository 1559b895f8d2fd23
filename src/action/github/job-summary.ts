import type { Log } from '../../model/effects.ts';
import type { RunReport } from '../../model/run.ts';
import { summaryMarkdown } from '../../render/summary-markdown.ts';
import type { RunnerCore } from '../runner.ts';

/** GitHub's limit is 1 MiB per step (actions/runner, src/Runner.Worker/FileCommandManager.cs). */
const limit = 1024 * 1024;

/** Writes the job summary. A failure to write it does not fail the run. */
export async function publishSummary(
  core: Pick<RunnerCore, 'summary'>,
  report: RunReport,
  log: Log,
): Promise<void> {
  try {
    await core.summary.addRaw(summaryMarkdown(report, limit), true).write();
  } catch (error) {
    log.debug(`The job summary was not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
