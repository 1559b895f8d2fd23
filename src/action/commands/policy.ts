import type { Desired } from '../../model/desired.ts';
import type { Log } from '../../model/effects.ts';
import { vaultPolicies } from '../../policy/vault.ts';
import type { Findings } from './job.ts';

/** Prints the least policies for what is declared; asks neither Vault nor AWS. */
export async function policyCommand(desired: Desired, log: Log): Promise<Findings> {
  const vault_policy = vaultPolicies(desired);
  for (const [job, hcl] of Object.entries(vault_policy)) {
    await log.group(`Vault policy: ${job}`, async () => log.info(hcl));
  }
  return { vault_policy };
}
