import type { Log } from '../model/effects.ts';
import { InvalidInput, RunError } from '../model/errors.ts';
import { showProblem, withRemedy } from '../model/problem.ts';
import type { RunReport } from '../model/run.ts';

/** What a failure is called in outputs and report. */
export function describe(error: unknown): NonNullable<RunReport['error']> {
  if (error instanceof RunError) return { code: error.code, message: withRemedy(error) };
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}

/** One error line a problem, on the manifest's line where there is one. */
export function logFailure(log: Log, error: unknown): void {
  if (error instanceof InvalidInput) {
    for (const problem of error.problems) log.error(showProblem(problem), problem.source);
    return;
  }
  for (const line of describe(error).message.split('\n')) log.error(line);
  if (error instanceof Error && !(error instanceof RunError)) log.debug(error.stack ?? '');
}
