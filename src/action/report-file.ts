import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Env, Log } from '../model/effects.ts';
import { InvalidInput } from '../model/errors.ts';
import type { RunReport } from '../model/run.ts';
import { expectationOf } from '../verify/expectations.ts';
import type { ReportingInputs } from './inputs.ts';

/** The files that a run writes, by input. */
export type WrittenFiles = Readonly<Record<string, string>>;

/** The files that the inputs name; the report has a path in any case. */
export function writtenFiles(
  { report_path, junit_path, sarif_path, html_path, manifest_path }: ReportingInputs,
  env: Env,
): WrittenFiles {
  const given = Object.entries({ report_path, junit_path, sarif_path, html_path, manifest_path });
  const named = given
    .filter(([, path]) => path !== '')
    .map(([input, path]) => [input, inWorkspace(path, env)]);
  return { report_path: defaultReportPath(env), ...Object.fromEntries(named) };
}

/**
 * After a failure, the files that overwrite no other one; the report then goes to its default path.
 *
 * @param validated whether the paths were compared with those of the manifest
 */
export function safeFiles(files: WrittenFiles, validated: boolean, error: unknown, env: Env): WrittenFiles {
  if (!(validated || error instanceof InvalidInput)) return { report_path: defaultReportPath(env) };
  const problems = error instanceof InvalidInput ? error.problems : [];
  const conflicts = problems
    .filter(({ code }) => code === 'conflicting_paths')
    .map(({ source }) => source.input);
  const kept = Object.entries(files).filter(([input]) => !conflicts.includes(input));
  return { report_path: defaultReportPath(env), ...Object.fromEntries(kept) };
}

/** A file of this run under the runner's temporary folder. */
function defaultReportPath(env: Env): string {
  const name = `vault-keymgmt-aws-kms-${env['GITHUB_ACTION'] || 'run'}-${process.pid}.json`;
  return join(env['RUNNER_TEMP'] || tmpdir(), name.replaceAll(/[^\w.-]/g, '_'));
}

/**
 * Writes the report, JUnit XML, SARIF and the evidence page, each where it has a path.
 *
 * @returns the SHA-256 of the report file, in hex; empty when it was not written
 */
export async function writeReports(
  { report_path, junit_path, sarif_path, html_path }: WrittenFiles,
  report: RunReport,
  log: Log,
): Promise<string> {
  let sha256 = '';
  if (report_path !== undefined) {
    const isLines = report_path.endsWith('.jsonl');
    const text = isLines ? keyLines(report) : `${JSON.stringify(report, null, 2)}\n`;
    if (await write(report_path, text, log)) sha256 = createHash('sha256').update(text).digest('hex');
  }
  if (junit_path !== undefined) {
    const { junitXml } = await import('../render/junit.ts');
    await write(junit_path, junitXml(report), log);
  }
  if (sarif_path !== undefined) {
    const { sarifJson } = await import('../render/sarif.ts');
    await write(sarif_path, sarifJson(report), log);
  }
  if (html_path !== undefined) {
    const [{ contentOfRun }, { evidencePage }] = await Promise.all([
      import('../evidence-page/page-content.ts'),
      import('../evidence-page/evidence-page.ts'),
    ]);
    await write(html_path, evidencePage(contentOfRun(report)), log);
  }
  return sha256;
}

/** One line per distributed key, in the form of the Lambda's event, for a map over a whole fleet. */
function keyLines({ distributions }: RunReport): string {
  return distributions.map((distribution) => `${JSON.stringify(expectationOf(distribution, {}))}\n`).join('');
}

/** Writes a file. A failure is a warning, since outputs and log have the result. */
async function write(path: string, text: string, log: Log): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return true;
  } catch (error) {
    log.warning(`${path} was not written: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

function inWorkspace(path: string, env: Env): string {
  return resolve(env['GITHUB_WORKSPACE'] ?? '.', path);
}
