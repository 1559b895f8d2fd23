import type * as Core from '@actions/core';
import type { Clock, Env } from '../model/effects.ts';

/** The runner and the world around it. */
export interface Runner {
  readonly core: typeof Core;
  readonly env: Env;
  readonly clock: Clock;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}
