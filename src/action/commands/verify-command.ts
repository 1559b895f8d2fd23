import { observe } from '../../observe/observe.ts';
import { distributionsOf, vaultStateFrom } from '../../observe/vault-state.ts';
import { verifyDistributions } from '../verification/verify-distributions.ts';
import type { CommandResult, Job } from './job.ts';

/** Verifies Vault's distribution record against AWS KMS; writes nothing. */
export async function verifyCommand({ inputs, desired, audit, vault, effects }: Job): Promise<CommandResult> {
  const live = await effects.log.group('Read Vault', () => observe(vault, desired, { undeclared: false }));
  const state = vaultStateFrom(live);
  const verified = await verifyDistributions(desired, state, inputs, effects, audit);
  return { distributions: distributionsOf(desired, state), ...verified };
}
