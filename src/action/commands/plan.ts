import type { Desired } from '../../model/desired.ts';
import type { Log } from '../../model/effects.ts';
import { RunError } from '../../model/errors.ts';
import type { Live } from '../../model/live.ts';
import type { Plan } from '../../model/plan.ts';
import { refusalError } from '../../reconcile/guard.ts';
import { distributionsOf, knownFrom } from '../../reconcile/known.ts';
import { observe } from '../../reconcile/observe.ts';
import { refuseForbiddenRemovals } from '../../reconcile/permission.ts';
import { plan } from '../../reconcile/plan.ts';
import { planText } from '../../render/text.ts';
import { count } from '../../render/words.ts';
import { vaultVersion } from '../../vault/version.ts';
import { checkCredentials, credentialsUnknown } from './credentials.ts';
import type { Findings, Job } from './job.ts';
import { lookInAws } from './sight.ts';

/** Works the plan out and carries it nowhere. */
export async function planCommand(job: Job): Promise<Findings> {
  const { plan, live } = await makePlan(job);
  const { desired, inputs } = job;
  const error = refusalError(plan) ?? (inputs.reporting.fail_on_drift ? driftError(plan) : null);
  return {
    plan,
    distributions: distributionsOf(desired, knownFrom(live)),
    ...(error === null ? {} : { error }),
  };
}

/** Reads Vault, subtracts, and prints the difference. */
export async function makePlan({ inputs, desired, vault, effects }: Job): Promise<{
  plan: Plan;
  live: Live;
}> {
  const { clock, log } = effects;
  const { prune, update_credentials } = inputs.guards;
  const [live, credentials, vault_version] = await log.group('Read Vault', () =>
    Promise.all([
      observe(vault, desired, { undeclared: prune }),
      checkCredentials(desired, inputs.guards, effects),
      declaresReplicas(desired) ? vaultVersion(vault) : null,
    ]),
  );
  const looking = { common: inputs.verification.settings, blind: credentials.blind };
  const sight = { vault_version, ...(await lookInAws(desired, live, looking, effects)) };
  const options = { prune, update_credentials, now: clock.now(), credentials, sight };
  const made = await refuseForbiddenRemovals(plan(desired, live, options), desired, vault);
  await printPlan(made, log);
  return { plan: made, live };
}

function declaresReplicas({ mounts }: Desired): boolean {
  return mounts.some(({ keys }) => keys.some((key) => key.replica_regions.length > 0));
}

export async function printPlan(plan: Plan, log: Log): Promise<void> {
  await log.group('Plan', async () => {
    for (const line of planText(plan)) log.info(line);
  });
  for (const { code, message } of plan.notices) {
    if (code === credentialsUnknown) log.warning(message);
    else log.notice(message);
  }
}

function driftError({ in_sync, steps }: Plan): RunError | null {
  if (in_sync) return null;
  const drifted = steps.filter((step) => step.op !== 'refresh_credentials');
  return new RunError(
    'drift',
    `Vault is not as declared: ${count(drifted.length, 'step')} would bring it there.`,
    'Run apply, or change what is declared; fail_on_drift: true makes this a failure.',
  );
}
