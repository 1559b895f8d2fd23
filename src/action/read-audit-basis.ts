import { resolve } from 'node:path';
import { readExceptions } from '../declare/exceptions-file.ts';
import { makeProblem, shown } from '../declare/make-problem.ts';
import { readTextFile, UnreadableFile } from '../effects/read-text-file.ts';
import type { RuleCode } from '../model/codes/manifest-rules.ts';
import type { Env } from '../model/effects.ts';
import { InvalidInput } from '../model/errors.ts';
import type { Exceptions } from '../model/exceptions.ts';
import type { FindingId } from '../model/finding-id.ts';
import { parseJson } from '../model/parse-json.ts';
import { inputLocation, type Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import { checkCatalogue } from '../verify/checks/all-checks.ts';
import { readBaseline } from '../verify/read-baseline.ts';

/** The largest files that are read, in bytes; the report of 20,000 keys has about 20 MB. */
const limits = { baseline: 64 * 1024 * 1024, exceptions: 4 * 1024 * 1024 };

/** The earlier report, and what a reader should know about it. */
export interface ReadBaseline {
  /** `null`: there is none. */
  readonly baseline: Report | null;
  readonly warnings: readonly Problem[];
}

/**
 * Reads the file of exceptions; its path is relative to the workspace.
 *
 * @throws {InvalidInput} with every problem in it, or when it cannot be read
 */
export function readExceptionsFile(file: string, env: Env): Exceptions {
  const text = read('exceptions', file, env);
  if (text === null)
    throw new InvalidInput([problem('exceptions', 'no_file', `the file ${shown(file)} does not exist.`)]);
  const checks = Object.keys(checkCatalogue) as FindingId[];
  const result = readExceptions({ text, file, input: 'exceptions' }, checks);
  if ('problems' in result) throw new InvalidInput(result.problems);
  return result;
}

/**
 * Reads the earlier report; its path is relative to the workspace. One that does not exist is a warning, since the
 * first run of a schedule has none.
 *
 * @throws {InvalidInput} when it cannot be read, or is not a whole report
 */
export function readBaselineFile(file: string, env: Env): ReadBaseline {
  const text = read('baseline', file, env);
  if (text === null) {
    const message = `there is no file ${shown(file)}, so nothing is compared.`;
    const remedy = 'It is right for the first run; otherwise check the path.';
    return {
      baseline: null,
      warnings: [makeProblem('no_file', '', inputLocation('baseline'), message, remedy)],
    };
  }
  const result = readBaseline(parseJson(text));
  if ('report' in result) return { baseline: result.report, warnings: [] };
  throw new InvalidInput([
    problem('baseline', 'invalid_baseline', `the file ${shown(file)} ${result.problem}.`),
  ]);
}

/** `null`: the file does not exist. */
function read(input: 'baseline' | 'exceptions', file: string, env: Env): string | null {
  try {
    return readTextFile(resolve(env['GITHUB_WORKSPACE'] || '.', file), limits[input]);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    const why = error instanceof UnreadableFile ? message : String(code);
    throw new InvalidInput([
      problem(input, 'unreadable_file', `the file ${shown(file)} cannot be read: ${why}.`),
    ]);
  }
}

function problem(input: string, code: RuleCode, message: string): Problem {
  return makeProblem(code, '', inputLocation(input), message);
}
