/** One thing that is wrong with an event. */
export interface EventProblem {
  /** Such as `keys[0].versions`; empty for the event as a whole. */
  readonly path: string;
  readonly message: string;
}

/** The event breaks the contract: nothing was looked at, no call was made. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
  readonly problems: readonly EventProblem[];

  /** @param problems at least one */
  constructor(problems: readonly EventProblem[]) {
    super(problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
    this.problems = problems;
  }
}

/** The report did not come out as the event asked for; the message holds its first findings. */
export class NotCompliantError extends Error {
  override readonly name = 'NotCompliantError';
}

/** The check could not begin, or Vault could not be read: the message says why, and what to do. */
export class CheckFailedError extends Error {
  override readonly name = 'CheckFailedError';
}
