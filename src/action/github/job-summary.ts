import type * as Core from '@actions/core';
import type { Log } from '../../model/effects.ts';
import type { RunReport } from '../../model/run.ts';
import { summaryMarkdown } from '../../render/summary-markdown.ts';

/** GitHub takes 1 MiB a step (actions/runner, src/Runner.Worker/FileCommandManager.cs). */
const limit = 1024 * 1024;

/** Writes the job summary; never a reason for a run to fail. */
export async function publishSummary(
  core: Pick<typeof Core, 'summary'>,
  report: RunReport,
  log: Log,
): Promise<void> {
  try {
    await core.summary.addRaw(summaryMarkdown(report, limit), true).write();
  } catch (error) {
    log.debug(`no job summary: ${error instanceof Error ? error.message : String(error)}`);
  }
}
