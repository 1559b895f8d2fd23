import pLimit from 'p-limit';
import type { Desired } from '../model/desired.ts';
import type { Clock, Log } from '../model/effects.ts';
import type { Live } from '../model/live.ts';
import type { Op, Plan } from '../model/plan.ts';
import { type VaultState, vaultStateFrom } from '../observe/vault-state.ts';
import { targetOf } from '../plan/step-target.ts';
import type { Vault } from '../vault/http/vault.ts';
import { Keymgmt } from '../vault/keymgmt/keymgmt.ts';
import { reportProgress } from './progress.ts';
import { type ScheduleResult, schedule } from './schedule.ts';
import { stepHandlers } from './step-handlers.ts';
import { reduceConcurrency } from './throttle.ts';

export interface ApplyOptions {
  /** How many steps may be under way at once. */
  readonly max_concurrency: number;
  readonly clock: Clock;
  readonly log: Log;
  /** When aborted, no further step is started. */
  readonly signal: AbortSignal;
}

export interface Applied extends ScheduleResult {
  /** What is there now: what was read before, and what changed read back. */
  readonly state: VaultState;
}

/**
 * Carries a plan out. Stops at the first refusal; what was done stays done, and the next run continues there.
 * Errors of steps are in the outcome; nothing is thrown for them.
 *
 * @param plan without refusals, and confirmed where it takes something away
 */
export async function apply(
  vault: Vault,
  plan: Plan,
  desired: Desired,
  live: Live,
  { max_concurrency, clock, log, signal }: ApplyOptions,
): Promise<Applied> {
  const state = vaultStateFrom(live);
  const limit = pLimit(max_concurrency);
  const onRetry = reduceConcurrency(limit, { clock, log });
  const progress = reportProgress(clock, log);
  const outcome = await schedule(
    plan.steps,
    async (step) => {
      const target = targetOf(desired, step.id);
      if (target === null) throw new Error(`${step.id} is in none of the declared mounts`);
      const started = clock.now().getTime();
      const engine = new Keymgmt(vault, target.mount, { onRetry });
      await stepHandlers[step.op]({ step, target, engine, state, clock, signal });
      log.info(
        `${doneWords[step.op]} ${step.id} (${((clock.now().getTime() - started) / 1000).toFixed(1)} s)`,
      );
    },
    { limit, signal, onProgress: progress.changed },
  );
  progress.stop();
  return { ...outcome, state };
}

/** What a finished step is called in the log. */
const doneWords: Readonly<Record<Op, string>> = {
  enable_mount: 'enabled',
  create_key: 'created',
  update_key: 'updated',
  register_provider: 'registered',
  refresh_credentials: 'refreshed the credentials of',
  distribute: 'distributed',
  replicate: 'replicated',
  rotate: 'rotated',
  remove_distribution: 'removed from KMS:',
  delete_provider: 'deleted',
};
