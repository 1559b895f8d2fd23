import type { Desired } from '../../model/desired.ts';
import type { Clock, Env, Log } from '../../model/effects.ts';
import type { RunReport } from '../../model/run.ts';
import type { Connection } from '../../vault/http/vault.ts';
import type { TokenKeeper } from '../../vault/login/token-keeper.ts';
import type { AuditBasis } from '../../verify/audit-report.ts';
import type { Inputs } from '../inputs.ts';

/** What a command works with. */
export interface Job {
  readonly inputs: Inputs;
  readonly desired: Desired;
  /** What the verification is read against; left out: nothing. */
  readonly audit?: AuditBasis;
  /** With the session's token. */
  readonly vault: Connection;
  /** What is known about the session's token; `null`: nothing. */
  readonly token: Pick<TokenKeeper, 'usesLeft' | 'ends'> | null;
  /** The most requests, and the most steps, at one time. */
  readonly max_concurrency: number;
  readonly effects: JobEffects;
}

export interface JobEffects {
  readonly clock: Clock;
  readonly log: Log;
  readonly env: Env;
  /** Aborted when the run is cancelled: nothing new is started then. */
  readonly signal: AbortSignal;
  /** When the run's `timeout` ends. */
  readonly deadline: Date;
  /** Called once, before the first write that counts as a change is sent. */
  readonly onFirstWrite: () => void;
}

/** What a command found and did, as far as it got; `error` when it failed. */
export type CommandResult = Partial<
  Pick<
    RunReport,
    | 'changed'
    | 'plan'
    | 'applied'
    | 'distributions'
    | 'verification'
    | 'manifest'
    | 'vault_policy'
    | 'iam_policy'
    | 'diagnosis'
  >
> & { readonly error?: Error };
