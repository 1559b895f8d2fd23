import { observe } from '../../reconcile/observe.ts';
import { refuseForbiddenRemovals } from '../../reconcile/permission.ts';
import { planDestruction } from '../../reconcile/plan-destroy.ts';
import { carryPlanOut } from './apply.ts';
import type { Findings, Job } from './job.ts';
import { printPlan } from './plan.ts';

/** Takes the declared keys out of the KMS and the declared providers away; keys stay in Vault. */
export async function destroyCommand(job: Job): Promise<Findings> {
  const { desired, vault, effects } = job;
  const live = await effects.log.group('Read Vault', () => observe(vault, desired, { undeclared: false }));
  const plan = await refuseForbiddenRemovals(planDestruction(desired, live), desired, vault);
  await printPlan(plan, effects.log);
  return carryPlanOut(job, plan, live);
}
