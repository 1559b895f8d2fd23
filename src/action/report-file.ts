import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Env, Log } from '../model/effects.ts';
import type { RunReport } from '../model/run.ts';
import { junitXml } from '../render/junit.ts';
import { sarifJson } from '../render/sarif.ts';
import { expectationOf } from '../verify/expectations.ts';
import type { ReportingInputs } from './inputs.ts';

/** The path of the report: `report_path`, else a new file under the runner's temporary folder. */
export function reportPath(given: string, env: Env): string {
  if (given !== '') return inWorkspace(given, env);
  const name = `vault-keymgmt-aws-kms-${env['GITHUB_ACTION'] || 'run'}-${process.pid}.json`;
  return join(env['RUNNER_TEMP'] || tmpdir(), name.replaceAll(/[^\w.-]/g, '_'));
}

/** Writes the report, and JUnit XML and SARIF where they have a path. */
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

/** One line per distributed key, in the form of the Lambda's event, for a map over a whole fleet. */
function keyLines({ distributions }: RunReport): string {
  return distributions.map((distribution) => `${JSON.stringify(expectationOf(distribution, {}))}\n`).join('');
}

/** Writes a file. A failure is a warning, since outputs and log have the result. */
async function write(path: string, text: string, log: Log): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    log.warning(`${path} was not written: ${error instanceof Error ? error.message : error}`);
  }
}

function inWorkspace(path: string, env: Env): string {
  return resolve(env['GITHUB_WORKSPACE'] ?? '.', path);
}
