import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Env, Log } from '../model/effects.ts';
import type { RunReport } from '../model/run.ts';

/** Where the report goes: as asked, else a file of this run's own under the runner's temporary folder. */
export function reportPath(asked: string, env: Env): string {
  if (asked !== '') return resolve(env['GITHUB_WORKSPACE'] ?? '.', asked);
  const name = `vault-keymgmt-aws-kms-${env['GITHUB_ACTION'] || 'run'}-${process.pid}.json`;
  return join(env['RUNNER_TEMP'] || tmpdir(), name.replaceAll(/[^\w.-]/g, '_'));
}

/** Writes the report file; outputs and log have said what matters, so a full disk is a warning. */
export async function writeReport(path: string, report: RunReport, log: Log): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
  } catch (error) {
    log.warning(
      `${path}: the report could not be written: ${error instanceof Error ? error.message : error}`,
    );
  }
}
