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

/** Inputs or documents that cannot be used, with every problem of all of them. */
export class InvalidInput extends RunError {
  override readonly name = 'InvalidInput';
  readonly problems: readonly Problem[];

  /** @param problems at least one */
  constructor(problems: readonly Problem[]) {
    super('invalid_input', problems.map(showProblem).join('\n'), '');
    this.problems = problems;
  }
}
