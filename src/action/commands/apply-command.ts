import { type Applied, apply } from '../../apply/apply.ts';
import type { Desired } from '../../model/desired.ts';
import { RunError } from '../../model/errors.ts';
import type { Live } from '../../model/live.ts';
import type { Plan } from '../../model/plan.ts';
import { distributionsOf, vaultStateFrom } from '../../observe/vault-state.ts';
import { guardError } from '../../plan/guard.ts';
import { count } from '../../render/plan-wording.ts';
import { describe } from '../log-failure.ts';
import { verifyDistributions } from '../verification/verify-distributions.ts';
import type { CommandResult, Job } from './job.ts';
import { makePlan } from './plan-command.ts';

/** Works the plan out and carries it out. */
export async function applyCommand(job: Job): Promise<CommandResult> {
  const { plan, live } = await makePlan(job);
  return executePlan(job, plan, live);
}

/** Carries a plan out, unless a guard forbids it; whatever happens, says how far it came. */
export async function executePlan(job: Job, plan: Plan, live: Live): Promise<CommandResult> {
  const { desired, inputs, vault, max_concurrency, effects } = job;
  const error = guardError(plan, inputs.guards);
  if (error !== null) return { plan, distributions: distributionsOf(desired, vaultStateFrom(live)), error };
  if (!plan.in_sync) effects.onFirstWrite();
  const applied = await effects.log.group('Apply', () =>
    apply(vault, plan, desired, live, { ...effects, max_concurrency }),
  );
  const findings = { plan, ...outcome(applied, desired) };
  const { verify_with } = inputs.verification;
  if (findings.error !== undefined || verify_with === 'none' || !hasDistributions(desired)) return findings;
  return { ...findings, ...(await verifyDistributions(desired, applied.state, inputs, effects)) };
}

/** Without a key on a provider there is nothing to prove. */
function hasDistributions({ mounts }: Desired): boolean {
  return mounts.some(({ keys }) => keys.some(({ kms }) => kms !== null));
}

function outcome(applied: Applied, desired: Desired): CommandResult {
  const { done, failed, left, state } = applied;
  const error = applyError(applied);
  const begun = [...done, ...failed.map(({ step }) => step)];
  return {
    changed: begun.some(({ op }) => op !== 'refresh_credentials'),
    applied: {
      done,
      failed: failed.map(({ step, error }) => ({ ...step, error: describe(error).message })),
      left,
    },
    distributions: distributionsOf(desired, state),
    ...(error === null ? {} : { error }),
  };
}

/** What stopped the steps, in the words of whoever did, and what the next run will do. */
function applyError({ done, failed, left }: Applied): RunError | null {
  if (failed.length === 0 && left.length === 0) return null;
  const progress = `${count(done.length, 'step')} done, ${failed.length} failed, ${left.length} not done.`;
  if (failed.length === 0) {
    return new RunError(
      'cancelled',
      `The run was stopped: ${progress}`,
      'The next run continues from there.',
    );
  }
  const [first] = failed;
  const words = failed.map(({ step, error }) => `${step.op} ${step.id}: ${describe(error).message}`);
  return new RunError(
    first!.error instanceof RunError ? first!.error.code : 'step_failed',
    words.join('\n'),
    `${progress} The next run continues from there.`,
    { cause: first!.error },
  );
}
