import type { Desired } from '../../model/desired.ts';
import { RunError } from '../../model/errors.ts';
import type { Live } from '../../model/live.ts';
import type { Plan } from '../../model/plan.ts';
import { type Applied, apply } from '../../reconcile/apply.ts';
import { forbidden } from '../../reconcile/guard.ts';
import { distributionsOf, knownFrom } from '../../reconcile/known.ts';
import { count } from '../../render/words.ts';
import { describe } from '../fail.ts';
import { verifyDistributions } from '../verification/verify.ts';
import type { Findings, Job } from './job.ts';
import { makePlan } from './plan.ts';

/** Works the plan out and carries it out. */
export async function applyCommand(job: Job): Promise<Findings> {
  const { plan, live } = await makePlan(job);
  return carryPlanOut(job, plan, live);
}

/** Carries a plan out, unless a guard forbids it; whatever happens, says how far it came. */
export async function carryPlanOut(job: Job, plan: Plan, live: Live): Promise<Findings> {
  const { desired, inputs, vault, max_concurrency, effects } = job;
  const error = forbidden(plan, inputs.guards);
  if (error !== null) return { plan, distributions: distributionsOf(desired, knownFrom(live)), error };
  if (!plan.in_sync) effects.onFirstWrite();
  const applied = await effects.log.group('Apply', () =>
    apply(vault, plan, desired, live, { ...effects, max_concurrency }),
  );
  const findings = { plan, ...outcome(applied, desired) };
  const { verify_with } = inputs.verification;
  if (findings.error !== undefined || verify_with === 'none' || !hasDistributions(desired)) return findings;
  return { ...findings, ...(await verifyDistributions(desired, applied.known, inputs, effects)) };
}

/** Without a key on a provider there is nothing to prove. */
function hasDistributions({ mounts }: Desired): boolean {
  return mounts.some(({ keys }) => keys.some(({ kms }) => kms !== null));
}

function outcome(applied: Applied, desired: Desired): Findings {
  const { done, failed, left, known } = applied;
  const error = applyError(applied);
  const begun = [...done, ...failed.map(({ step }) => step)];
  return {
    changed: begun.some(({ op }) => op !== 'refresh_credentials'),
    applied: {
      done,
      failed: failed.map(({ step, error }) => ({ ...step, error: describe(error).message })),
      left,
    },
    distributions: distributionsOf(desired, known),
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
