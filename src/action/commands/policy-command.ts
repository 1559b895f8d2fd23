import type { Desired } from '../../model/desired.ts';
import type { Log } from '../../model/effects.ts';
import { iamPolicies, wildcardsIn } from '../../policy/iam-policies.ts';
import { vaultPolicies } from '../../policy/vault-policies.ts';
import type { Inputs } from '../inputs.ts';
import type { CommandResult } from './job.ts';

/** Prints the least-privilege policies for the declaration; makes no request. */
export async function policyCommand(
  desired: Desired,
  { verification, guards }: Pick<Inputs, 'verification' | 'guards'>,
  log: Log,
): Promise<CommandResult> {
  const vault_policy = vaultPolicies(desired, guards.prune);
  const { permissions: sets, depth, canary, settings } = verification;
  const iam_policy = iamPolicies(desired, { sets, depth, canary, settings });
  for (const [job, hcl] of Object.entries(vault_policy)) {
    await log.group(`Vault policy: ${job}`, async () => log.info(hcl));
  }
  for (const [principal, document] of Object.entries(iam_policy)) {
    const title = principal === 'vault' ? "Vault's principal" : 'the verifier';
    await log.group(`IAM policy: ${title}`, async () => log.info(JSON.stringify(document, null, 2)));
  }
  for (const { id, allows } of wildcardsIn(desired, settings)) {
    log.notice(
      `${id}: the IAM policies allow ${allows} ("*"), because the declaration names none. Set principal_arn, and print them again.`,
    );
  }
  return { vault_policy, iam_policy };
}
