import type { Log } from '../model/effects.ts';
import { InvalidInput, RunError } from '../model/errors.ts';
import { type SourceLocation, showProblem, withRemedy } from '../model/problem.ts';
import type { Finding } from '../model/report.ts';
import type { RunReport } from '../model/run.ts';
import { keySource } from '../render/key-source.ts';

/** A failure as outputs and report show it. */
export function describe(error: unknown): NonNullable<RunReport['error']> {
  if (error instanceof RunError) return { code: error.code, message: withRemedy(error) };
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}

/** GitHub shows ten annotations per step. */
const mostLines = 100;

/** Logs one error per problem, located at the manifest's line where there is one. */
export function logFailure(log: Log, error: unknown, report: RunReport): void {
  const lines = failureLines(error, report);
  for (const { line, source } of lines.slice(0, mostLines)) log.error(line, source);
  const rest = lines.length - mostLines;
  if (rest > 0) {
    const where = error instanceof InvalidInput ? '' : ': the report file (output report_path) has them';
    log.error(`… and ${rest} more errors${where}.`);
  }
  if (error instanceof Error && !(error instanceof RunError)) log.debug(error.stack ?? '');
}

interface FailureLine {
  readonly line: string;
  readonly source?: SourceLocation | undefined;
}

/** One line per problem: invalid inputs, blockers, failed checks, failed steps, or the failure itself. */
function failureLines(error: unknown, report: RunReport): FailureLine[] {
  if (error instanceof InvalidInput) {
    return error.problems.map((problem) => ({ line: showProblem(problem), source: problem.source }));
  }
  const { code, message } = describe(error);
  if (code === 'plan_refused') {
    return (report.plan?.refusals ?? []).map((blocker) => ({
      line: withRemedy(blocker),
      source: report.sources[blocker.id],
    }));
  }
  const failedKeys = code === 'not_compliant' ? failedKeyLines(report) : [];
  if (failedKeys.length > 0) return failedKeys;
  const failedSteps = report.applied?.failed ?? [];
  if (failedSteps.length > 0 && error instanceof RunError) {
    return failedSteps.map(({ op, id, error: words }, index) => {
      const line = `${op} ${id}: ${words}`;
      const isLast = index === failedSteps.length - 1;
      return { line: isLast ? `${line} ${error.remedy}` : line, source: report.sources[id] };
    });
  }
  return [{ line: message }];
}

/** The failed checks, located where the key is declared, and the denied permissions. */
function failedKeyLines(report: RunReport): FailureLine[] {
  const { findings = [], keys = [], permissions = [] } = report.verification ?? {};
  return [
    ...findings.filter(failed).map((finding) => ({ line: lineOf(finding) })),
    ...keys.flatMap(({ name, kms, findings, versions }) => {
      const source = keySource(report, kms, name).source ?? undefined;
      return [...findings, ...versions.flatMap((version) => version.findings)]
        .filter(failed)
        .map((finding) => ({ line: lineOf(finding), source }));
    }),
    ...permissions
      .filter(({ decision }) => decision === 'denied')
      .map(({ action, evidence, layer }) => ({
        line: `${action} is denied by ${layer ?? 'an unknown layer'} (${evidence}). Grant it to Vault’s principal.`,
      })),
  ];
}

function failed({ status }: Finding): boolean {
  return status === 'fail';
}

function lineOf({ message, remediation }: Finding): string {
  return withRemedy({ message, remedy: remediation });
}
