/** A standard whose requirements a check is evidence for. */
export interface Standard {
  /** As the publisher names it. */
  readonly name: string;
  readonly publisher: string;
  readonly url: string;
}

/** One requirement of a standard, in our own words: none of a standard's text is copied. */
export interface Requirement {
  /** As the standard numbers it: `SC-12`. */
  readonly number: string;
  /** What it is about. */
  readonly topic: string;
  /** What the evidence in a report shows about it. */
  readonly shows: string;
  /** What the evidence does not show, and other evidence has to. */
  readonly leaves_open: string;
}
