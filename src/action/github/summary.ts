import type * as Core from '@actions/core';
import type { Log } from '../../model/effects.ts';
import type { RunReport } from '../../model/run.ts';
import { runMarkdown } from '../../render/markdown.ts';

/** GitHub takes 1 MiB a step (actions/runner, src/Runner.Worker/FileCommandManager.cs). */
const limit = 1024 * 1024;

/** Writes the job summary; never a reason for a run to fail. */
export async function writeSummary(core: typeof Core, report: RunReport, log: Log): Promise<void> {
  const text = runMarkdown(report);
  try {
    await core.summary.addRaw(Buffer.byteLength(text) <= limit ? text : cut(text), true).write();
  } catch (error) {
    log.debug(`no job summary: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** As many whole lines as fit, and where the rest is. */
function cut(text: string): string {
  const kept = Buffer.from(text)
    .subarray(0, limit - 1024)
    .toString();
  return `${kept.slice(0, kept.lastIndexOf('\n'))}\n\nThe rest is in the report file (output \`report_path\`).`;
}
