import type { Desired } from '../model/desired.ts';
import type { Clock, Log } from '../model/effects.ts';
import { distributionId } from '../model/id.ts';
import type { Live } from '../model/live.ts';
import type { Op, Plan, Step } from '../model/plan.ts';
import { type VaultState, vaultStateFrom } from '../observe/vault-state.ts';
import { type StepTarget, targetOf } from '../plan/step-target.ts';
import type { Vault } from '../vault/http/vault.ts';
import { VaultError } from '../vault/http/vault-error.ts';
import { Keymgmt } from '../vault/keymgmt/keymgmt.ts';
import { Lanes } from './lanes.ts';
import { reportProgress } from './progress.ts';
import { type ScheduleResult, schedule } from './schedule.ts';
import { rejectionCodes, type StepContext, stepHandlers } from './step-handlers.ts';

export interface ApplyOptions {
  /** The most writes at one time, to each KMS provider and to Vault. */
  readonly max_concurrency: number;
  readonly clock: Clock;
  readonly log: Log;
  /** When aborted, no further step is started. */
  readonly signal: AbortSignal;
  readonly hasReplicas: StepContext['hasReplicas'];
}

export interface Applied extends ScheduleResult {
  /** The state after the steps: what was read before, with the changes read back. */
  readonly state: VaultState;
}

/**
 * Executes the steps of a plan. After the first failure no further step starts; completed steps are kept, and the next
 * run continues with the others. Errors of steps are part of the result; they are not thrown.
 *
 * @param plan not blocked, and confirmed where it removes something
 */
export async function apply(
  vault: Vault,
  plan: Plan,
  desired: Desired,
  live: Live,
  { max_concurrency, clock, log, signal, hasReplicas }: ApplyOptions,
): Promise<Applied> {
  const state = vaultStateFrom(live);
  const lanes = new Lanes(max_concurrency, { clock, log });
  const targetIn = (step: Step): StepTarget => {
    const target = targetOf(desired, step.id);
    if (target === null) throw new Error(`${step.id} is in none of the declared mounts`);
    return target;
  };
  const progress = reportProgress(clock, log);
  const result = await schedule(
    plan.steps,
    async (step, { turn, letDependentsWrite }) => {
      const target = targetIn(step);
      const started = clock.now().getTime();
      let repeated = false;
      const onResend = ({ verdict }: VaultError) => {
        repeated ||= verdict === 'uncertain';
      };
      const engine = new Keymgmt(vault, target.mount, { pace: turn, onResend });
      const work = { step, target, engine, state, clock, log, signal, hasReplicas, letDependentsWrite };
      await stepHandlers[step.op](work).catch((error: unknown) => {
        throw nameRejection(error, step.op);
      });
      log.info(
        `${doneWords[step.op]} ${step.id} (${((clock.now().getTime() - started) / 1000).toFixed(1)} s)`,
      );
      const region = repeated ? regionOfKmsKeys(step.op, target, state) : null;
      if (region !== null) log.warning(leftBehind(step, region, new Date(started)));
    },
    {
      enter: (step, stopped) => lanes.of(step.op, targetIn(step)).enter(stopped),
      signal,
      onProgress: progress.changed,
    },
  );
  progress.stop();
  return { ...result, state };
}

/** Where a step makes KMS keys; `null`: it makes none. */
function regionOfKmsKeys(op: Op, { mount, declared }: StepTarget, state: VaultState): string | null {
  if (declared === null || declared.kms === null) return null;
  const { name, kms } = declared;
  const isDistributed = state.distributed.has(distributionId(mount, kms, name));
  const makesKeys = op === 'distribute' || (op === 'rotate' && isDistributed);
  return makesKeys ? mount.kms.find((provider) => provider.name === kms)!.key_collection : null;
}

/** Vault creates a KMS key before it imports the key material, and a repeated write creates another one. */
function leftBehind({ op, id }: Step, region: string, since: Date): string {
  return `${op} ${id} was sent more than once, so an attempt that failed may have left a KMS key without an alias in ${region}, created after ${since.toISOString()}. Run verify, which lists such keys (orphan_key), or compare aws kms list-keys with the distribution's versions.`;
}

/** An error that says what Vault rejected. */
function nameRejection(error: unknown, op: Op): unknown {
  const isRejection = error instanceof VaultError && error.code === 'request_rejected';
  return isRejection ? error.named(rejectionCodes[op]) : error;
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
