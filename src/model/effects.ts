import type { SourceLocation } from './problem.ts';

/** The process's environment, read-only. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Time, so that tests need not wait. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted before. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** How far long work has come. */
export interface WorkProgress {
  readonly done: number;
  readonly total: number;
  /** The same as one line of text, such as `3 done, 2 running (…), 5 left, 12 s`. */
  readonly line: string;
}

/** Where a run says what it does. No line may hold a secret; no line can become a workflow command. */
export interface Log {
  debug(line: string): void;
  info(line: string): void;
  notice(line: string, source?: SourceLocation): void;
  warning(line: string, source?: SourceLocation): void;
  error(line: string, source?: SourceLocation): void;
  /** Called whenever long work moves on, and every second while it does not; the log shows it as often as it fits. */
  progress(state: WorkProgress): void;
  /** Everything logged while `work` runs stands in one folded group. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
}
