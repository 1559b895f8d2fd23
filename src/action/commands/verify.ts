import { distributionsOf, knownFrom } from '../../reconcile/known.ts';
import { observe } from '../../reconcile/observe.ts';
import { verifyDistributions } from '../verification/verify.ts';
import type { Findings, Job } from './job.ts';

/** Takes what Vault says it distributed and proves it in AWS KMS; writes nothing. */
export async function verifyCommand({ inputs, desired, vault, effects }: Job): Promise<Findings> {
  const live = await effects.log.group('Read Vault', () => observe(vault, desired, { undeclared: false }));
  const known = knownFrom(live);
  const proved = await verifyDistributions(desired, known, inputs, effects);
  return { distributions: distributionsOf(desired, known), ...proved };
}
