import type { Desired } from '../../model/desired.ts';
import { RunError } from '../../model/errors.ts';
import type { Live } from '../../model/live.ts';
import type { Plan } from '../../model/plan.ts';
import { withRemedy } from '../../model/problem.ts';
import { type Applied, apply } from '../../reconcile/apply.ts';
import { unconfirmed } from '../../reconcile/guard.ts';
import { distributionsOf, knownFrom } from '../../reconcile/known.ts';
import { count } from '../../render/words.ts';
import type { GuardInputs } from '../inputs.ts';
import { verifyDistributions } from '../verification/verify.ts';
import type { Findings, Job } from './job.ts';
import { makePlan, refusalError } from './plan.ts';

/** Works the plan out and carries it out. */
export async function applyCommand(job: Job): Promise<Findings> {
  const { plan, live } = await makePlan(job);
  return carryPlanOut(job, plan, live);
}

/** Carries a plan out, unless a guard forbids it; whatever happens, says how far it came. */
export async function carryPlanOut(job: Job, plan: Plan, live: Live): Promise<Findings> {
  const { desired, inputs, vault, max_concurrency, effects } = job;
  const forbidden = refusalError(plan) ?? guardError(plan, inputs.guards);
  if (forbidden !== null) {
    return { plan, distributions: distributionsOf(desired, knownFrom(live)), error: forbidden };
  }
  if (!plan.in_sync) effects.onFirstWrite();
  const applied = await effects.log.group('Apply', () =>
    apply(vault, plan, desired, live, { ...effects, max_concurrency }),
  );
  const findings = { plan, ...outcome(applied, desired, !plan.in_sync) };
  if (findings.error !== undefined || inputs.verification.verify_with === 'none') return findings;
  return { ...findings, ...(await verifyDistributions(desired, applied.known, inputs, effects)) };
}

function outcome(applied: Applied, desired: Desired, changed: boolean): Findings {
  const { done, failed, left, known } = applied;
  const error = applyError(applied);
  return {
    changed,
    applied: { done, failed: failed.map(({ step, error }) => ({ ...step, error: wordsOf(error) })), left },
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
  const words = failed.map(({ step, error }) => `${step.op} ${step.id}: ${wordsOf(error)}`);
  return new RunError(
    first!.error instanceof RunError ? first!.error.code : 'step_failed',
    words.join('\n'),
    `${progress} The next run continues from there.`,
    { cause: first!.error },
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof RunError) return withRemedy(error);
  return error instanceof Error ? error.message : String(error);
}

/** What a plan may not be carried out for, before its first write; `null` when nothing stands against it. */
function guardError(plan: Plan, { expected_plan_digest, confirm }: GuardInputs): RunError | null {
  if (expected_plan_digest !== '' && expected_plan_digest !== plan.digest) {
    return new RunError(
      'plan_changed',
      `The plan's digest is ${plan.digest}, but ${expected_plan_digest} was approved: Vault or the declaration has changed since. Nothing was written.`,
      'Look at the plan above, approve it, and pass its digest as expected_plan_digest.',
    );
  }
  const missing = unconfirmed(plan, confirm).map((step) => step.id);
  if (missing.length === 0) return null;
  return new RunError(
    'not_confirmed',
    `The plan takes away ${missing.join(', ')}, and that was not confirmed. Nothing was written.`,
    `Write the full ids into confirm, one a line:\n${missing.join('\n')}`,
  );
}
