import type { Desired } from '../../model/desired.ts';
import type { Log } from '../../model/effects.ts';
import { RunError } from '../../model/errors.ts';
import type { Live } from '../../model/live.ts';
import type { Plan } from '../../model/plan.ts';
import type { Command } from '../../model/run.ts';
import { observe } from '../../observe/observe.ts';
import { distributionsOf, vaultStateFrom } from '../../observe/vault-state.ts';
import { blockedError } from '../../plan/guard.ts';
import { planApply } from '../../plan/plan-apply.ts';
import { noPlanEvidence, type PlanEvidence } from '../../plan/plan-evidence.ts';
import { planText } from '../../render/plan-text.ts';
import { count } from '../../render/plan-wording.ts';
import { vaultVersion } from '../../vault/keymgmt/server-version.ts';
import { type CredentialFindings, checkCredentials, noFindings } from './check-credentials.ts';
import { checkKeyUsage } from './check-key-usage.ts';
import type { CommandResult, Job } from './job.ts';
import { readAwsForPlan } from './read-aws-for-plan.ts';

/** Makes and prints the plan, without applying it. */
export async function planCommand(job: Job): Promise<CommandResult> {
  const { plan: planned, live } = await makePlan(job);
  const { plan, error: used } = await checkKeyUsage(job, planned, live);
  await printPlan(plan, 'plan', job.effects.log);
  const { desired, inputs } = job;
  const { fail_on_drift, fail_on_undeclared } = inputs.reporting;
  const error =
    blockedError(plan) ??
    used ??
    (fail_on_drift ? driftError(plan) : null) ??
    (fail_on_undeclared ? undeclaredError(plan) : null);
  return {
    plan,
    distributions: distributionsOf(desired, vaultStateFrom(live)),
    ...(error === null ? {} : { error }),
  };
}

/**
 * Reads Vault and AWS, and compares them with the declaration.
 *
 * @param meanwhile begins with what the state of Vault alone comes to, while AWS is still read: the plan may have more
 *   steps, blockers and notices
 */
export async function makePlan(
  { inputs, desired, vault, effects }: Job,
  meanwhile?: (draft: Plan) => Promise<void>,
): Promise<{ plan: Plan; live: Live }> {
  const { clock, log } = effects;
  const { prune, update_credentials } = inputs.guards;
  const planFrom = (live: Live, credentials: CredentialFindings, evidence: PlanEvidence) =>
    planApply(desired, live, { prune, update_credentials, now: clock.now(), credentials, evidence });
  const [{ live, other }, credentials, version] = await log.group('Read Vault', () =>
    Promise.all([
      observe(vault, desired, { undeclared: prune }).then((live) => {
        const other = meanwhile?.(planFrom(live, noFindings, noPlanEvidence));
        // It is awaited last, and must not count as unhandled until then.
        other?.catch(() => {});
        return { live, other };
      }),
      checkCredentials(desired, inputs.guards, effects),
      declaresReplicas(desired) ? vaultVersion(vault) : null,
    ]),
  );
  const identities = { common: inputs.verification.settings, unidentified: credentials.unidentified };
  const aws =
    inputs.guards.check_credentials === 'off'
      ? noPlanEvidence
      : await readAwsForPlan(desired, live, identities, effects);
  // A mount that is missing asks whether this Vault has the engine at all.
  const isMissing = live.mounts.some(({ missing }) => missing);
  const vault_version = version ?? (isMissing ? await vaultVersion(vault) : null);
  const plan = planFrom(live, credentials, { ...aws, vault_version });
  await other;
  return { plan, live };
}

function declaresReplicas({ mounts }: Desired): boolean {
  return mounts.some(({ keys }) => keys.some((key) => key.replica_regions.length > 0));
}

export async function printPlan(plan: Plan, command: Command, log: Log): Promise<void> {
  await log.group('Plan', async () => {
    for (const line of planText(plan, command)) log.info(line);
  });
  for (const { code, message } of plan.notices) {
    if (code === 'credentials_unknown') log.warning(message);
    // The plan's text has it, and every run with the least policy would repeat it.
    else if (code !== 'permissions_not_simulated') log.notice(message);
  }
}

function driftError({ in_sync, steps }: Plan): RunError | null {
  if (in_sync) return null;
  const drifted = steps.filter((step) => step.op !== 'refresh_credentials');
  return new RunError(
    'drift',
    `Vault differs from the declaration: ${count(drifted.length, 'step')} would be applied.`,
    'Run apply, or change the declaration. fail_on_drift: true makes this a failure.',
  );
}

function undeclaredError({ undeclared }: Plan): RunError | null {
  if (undeclared.length === 0) return null;
  const shown = undeclared.slice(0, 20).join(', ');
  const more = undeclared.length > 20 ? ` and ${undeclared.length - 20} more` : '';
  return new RunError(
    'undeclared',
    `Vault has ${count(undeclared.length, 'undeclared object')}: ${shown}${more}.`,
    'Declare them, or remove them with `prune: true` and `confirm`. fail_on_undeclared makes this a failure.',
  );
}
