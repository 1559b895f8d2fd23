import type { FindingId } from './finding-id.ts';
import type { Exception, Severity } from './report.ts';

/** What a file of exceptions says. */
export interface Exceptions {
  readonly exceptions: readonly Exception[];
  /** How much a failure of a check matters here. */
  readonly severities: Readonly<Partial<Record<FindingId, Severity>>>;
}
