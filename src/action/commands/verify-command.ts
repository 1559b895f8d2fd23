import { observe } from '../../observe/observe.ts';
import { distributionsOf, vaultStateFrom } from '../../observe/vault-state.ts';
import { verifyDistributions } from '../verification/verify-distributions.ts';
import type { CommandResult, Job } from './job.ts';

/** Takes what Vault says it distributed and proves it in AWS KMS; writes nothing. */
export async function verifyCommand({ inputs, desired, vault, effects }: Job): Promise<CommandResult> {
  const live = await effects.log.group('Read Vault', () => observe(vault, desired, { undeclared: false }));
  const known = vaultStateFrom(live);
  const proved = await verifyDistributions(desired, known, inputs, effects);
  return { distributions: distributionsOf(desired, known), ...proved };
}
