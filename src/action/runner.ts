import type * as Core from '@actions/core';
import type { Clock, Env, WorkProgress } from '../model/effects.ts';

/** What of the runner's toolkit a run uses; the command line has one of its own. */
export type RunnerCore = Pick<
  typeof Core,
  | 'getInput'
  | 'setOutput'
  | 'setSecret'
  | 'debug'
  | 'info'
  | 'notice'
  | 'warning'
  | 'error'
  | 'startGroup'
  | 'endGroup'
  | 'saveState'
  | 'getState'
> & {
  readonly summary: {
    addRaw(text: string, addEOL?: boolean): { write(): Promise<unknown> };
  };
};

/** The runner and the world around it. */
export interface Runner {
  readonly core: RunnerCore;
  readonly env: Env;
  readonly clock: Clock;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
  /** Shows the progress of long work; left out: as lines of the log, every few seconds. */
  readonly onProgress?: (progress: WorkProgress) => void;
}
