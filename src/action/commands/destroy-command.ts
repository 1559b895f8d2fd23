import { observe } from '../../observe/observe.ts';
import { planDestroy } from '../../plan/plan-destroy.ts';
import { executePlan } from './apply-command.ts';
import type { CommandResult, Job } from './job.ts';

/** Removes the declared keys from KMS, then deletes the declared providers. Keys stay in Vault. */
export async function destroyCommand(job: Job): Promise<CommandResult> {
  const { desired, vault, effects } = job;
  const live = await effects.log.group('Read Vault', () => observe(vault, desired, { undeclared: false }));
  return executePlan(job, planDestroy(desired, live), live);
}
