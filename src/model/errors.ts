import type { ErrorCode } from './codes/catalogue.ts';
import type { Problem } from './problem.ts';
import { showProblem } from './problem.ts';

/**
 * A failure that a user can act on.
 *
 * `message` names the object, says what happened and quotes the server, and never holds a secret;
 * `remedy` says what to do.
 */
export class RunError extends Error {
  override readonly name: string = 'RunError';
  /** Stable and machine-readable, such as `permission_denied`; `docs/troubleshooting.md` lists them. */
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

/** Of more problems than this, the message counts the rest. */
const mostShown = 100;

/** Inputs or documents that cannot be used, with every problem of all of them. */
export class InvalidInput extends RunError {
  override readonly name = 'InvalidInput';
  readonly problems: readonly Problem[];

  /** @param problems at least one */
  constructor(problems: readonly Problem[]) {
    const shown = problems.slice(0, mostShown).map(showProblem);
    const rest = problems.length - shown.length;
    super(
      'invalid_input',
      [...shown, ...(rest === 0 ? [] : [`… and ${rest} more problems.`])].join('\n'),
      '',
    );
    this.problems = problems;
  }
}
