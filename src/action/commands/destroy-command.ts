import { observe } from '../../observe/observe.ts';
import { blockDeniedRemovals } from '../../observe/removal-permission.ts';
import { planDestroy } from '../../plan/plan-destroy.ts';
import { executePlan } from './apply-command.ts';
import type { CommandResult, Job } from './job.ts';
import { printPlan } from './plan-command.ts';

/** Takes the declared keys out of the KMS and the declared providers away; keys stay in Vault. */
export async function destroyCommand(job: Job): Promise<CommandResult> {
  const { desired, vault, effects } = job;
  const live = await effects.log.group('Read Vault', () => observe(vault, desired, { undeclared: false }));
  const plan = await blockDeniedRemovals(planDestroy(desired, live), desired, vault);
  await printPlan(plan, effects.log);
  return executePlan(job, plan, live);
}
