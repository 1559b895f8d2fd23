/** One thing that is wrong with an event. */
export interface EventProblem {
  /** Such as `keys[0].versions`; empty for the event as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Problems that are listed; the others are counted, so that a huge event makes a small error. */
const listed = 20;

/** The longest text of an event that a message repeats, in characters. */
const longestPath = 200;

/** The problems of an event: the first ones in full, all of them counted. */
export class EventProblems {
  readonly first: EventProblem[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Whether a further problem would only be counted. */
  get isFull(): boolean {
    return this.#count >= listed;
  }

  add({ path, message }: EventProblem): void {
    if (!this.isFull) this.first.push({ path: path.slice(0, longestPath), message });
    this.#count += 1;
  }
}

/** The event breaks the contract: nothing was read, no call was made. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
  /** The first ones; the message says how many more there are. */
  readonly problems: readonly EventProblem[];

  /** @param problems at least one */
  constructor({ first, count }: EventProblems) {
    const lines = first.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    const more = count - first.length;
    super([...lines, ...(more > 0 ? [`… and ${more.toLocaleString('en-US')} more`] : [])].join('\n'));
    this.problems = first;
  }
}

/** The report is not what the event asked for; the message holds its first findings. */
export class NotCompliantError extends Error {
  override readonly name = 'NotCompliantError';
}

/** The check could not begin, or Vault could not be read: the message has the reason and the remedy. */
export class CheckFailedError extends Error {
  override readonly name = 'CheckFailedError';
}
