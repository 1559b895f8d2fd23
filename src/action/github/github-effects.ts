import type { Clock, Env, Log } from '../../model/effects.ts';

/** What publishing to GitHub needs of the world. */
export interface GitHubEffects {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Milliseconds that one request may take; left out: 30 s. */
  readonly request_time?: number;
}
