import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Env, Log } from '../model/effects.ts';
import type { RunReport } from '../model/run.ts';
import { junitXml } from '../render/junit.ts';
import { sarifJson } from '../render/sarif.ts';
import { expectationOf } from '../verify/expectations.ts';
import type { ReportingInputs } from './inputs.ts';

/** Where the report goes: as asked, else a file of this run's own under the runner's temporary folder. */
export function reportPath(asked: string, env: Env): string {
  if (asked !== '') return inWorkspace(asked, env);
  const name = `vault-keymgmt-aws-kms-${env['GITHUB_ACTION'] || 'run'}-${process.pid}.json`;
  return join(env['RUNNER_TEMP'] || tmpdir(), name.replaceAll(/[^\w.-]/g, '_'));
}

/** Writes the report, and JUnit XML and SARIF where they are asked for. */
export async function writeReports(
  path: string,
  { junit_path, sarif_path }: Pick<ReportingInputs, 'junit_path' | 'sarif_path'>,
  report: RunReport,
  { env, log }: { readonly env: Env; readonly log: Log },
): Promise<void> {
  await write(path, path.endsWith('.jsonl') ? keyLines(report) : `${JSON.stringify(report, null, 2)}\n`, log);
  if (junit_path !== '') await write(inWorkspace(junit_path, env), junitXml(report), log);
  if (sarif_path !== '') await write(inWorkspace(sarif_path, env), sarifJson(report), log);
}

/** Each distributed key on a line of its own, as the Lambda's event takes it, for a map over a whole fleet. */
function keyLines({ distributions }: RunReport): string {
  return distributions.map((distribution) => `${JSON.stringify(expectationOf(distribution, {}))}\n`).join('');
}

/** Writes a file; outputs and log have said what matters, so a full disk is a warning. */
async function write(path: string, text: string, log: Log): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    log.warning(`${path}: could not be written: ${error instanceof Error ? error.message : error}`);
  }
}

function inWorkspace(path: string, env: Env): string {
  return resolve(env['GITHUB_WORKSPACE'] ?? '.', path);
}
