import { type Applied, type ApplyOptions, apply } from '../../apply/apply.ts';
import type { Desired } from '../../model/desired.ts';
import type { Distribution } from '../../model/distribution.ts';
import { RunError } from '../../model/errors.ts';
import { keyId } from '../../model/id.ts';
import type { Live } from '../../model/live.ts';
import type { Plan, Step } from '../../model/plan.ts';
import { type Capabilities, readCapabilities } from '../../observe/read-capabilities.ts';
import { distributionsOf, vaultStateFrom } from '../../observe/vault-state.ts';
import { guardError } from '../../plan/guard.ts';
import { blockDeniedSteps, pathsToCheck } from '../../plan/step-permissions.ts';
import { tooFewUses, tooShortLife } from '../../plan/token-limits.ts';
import type { UsageEvidence } from '../../plan/usage-guard.ts';
import { count } from '../../render/plan-wording.ts';
import { describe } from '../log-failure.ts';
import { checkKeyUsage } from './check-key-usage.ts';
import { describeRemovals } from './describe-removals.ts';
import type { CommandResult, Job } from './job.ts';
import { makePlan, printPlan } from './plan-command.ts';
import { hasReplicas } from './read-aws-for-plan.ts';

/** Makes the plan and applies it. */
export async function applyCommand(job: Job): Promise<CommandResult> {
  let known = nothingKnown;
  const { plan, live } = await makePlan(job, async (draft) => {
    known = await capabilitiesFor(draft, job);
  });
  return executePlan(job, plan, live, [], known);
}

/**
 * Prints a plan, and executes it unless the token may not or a guard stops it. The result says how far it got, also
 * after a failure.
 *
 * @param usage of KMS keys, as far as it was read to make the plan
 * @param known capabilities that were read already
 */
export async function executePlan(
  job: Job,
  planned: Plan,
  live: Live,
  usage: readonly UsageEvidence[] = [],
  known: KnownCapabilities = nothingKnown,
): Promise<CommandResult> {
  const { desired, inputs, max_concurrency, effects } = job;
  const { held } = await capabilitiesFor(planned, job, known);
  const permitted = blockDeniedSteps(planned, desired, held);
  const { plan, error: used } = await checkKeyUsage(job, permitted, live, usage);
  await printPlan(plan, inputs.command, effects.log);
  const limits = { uses_left: job.token?.usesLeft() ?? null, ends: job.token?.ends() ?? null };
  const error = guardError(plan, inputs.guards) ?? used ?? tooFewUses(plan, limits);
  if (error !== null) return { plan, distributions: distributionsOf(desired, vaultStateFrom(live)), error };
  const warning = tooShortLife(plan, limits, effects.clock.now());
  if (warning !== null) effects.log.warning(warning);
  if (!plan.in_sync) effects.onFirstWrite();
  const applied = await effects.log.group('Apply', () =>
    apply(job.vault, plan, desired, live, {
      ...effects,
      max_concurrency,
      hasReplicas: replicaCheck(job),
    }),
  );
  const result = { plan, ...resultOf(applied, desired) };
  for (const line of arrivals(applied.done, result.distributions)) effects.log.info(line);
  for (const { level, text } of await describeRemovals(job, applied.done)) effects.log[level](text);
  const { verify_with } = inputs.verification;
  if (result.error !== undefined || verify_with === 'none' || !hasDistributions(desired)) return result;
  const { verifyDistributions } = await import('../verification/verify-distributions.ts');
  return { ...result, ...(await verifyDistributions(desired, applied.state, inputs, effects, job.audit)) };
}

/** The token's capabilities, and the paths that they were asked for; Vault may not answer for each. */
interface KnownCapabilities {
  readonly paths: ReadonlySet<string>;
  readonly held: Capabilities;
}

const nothingKnown: KnownCapabilities = { paths: new Set(), held: new Map() };

/** Reads the capabilities that a plan depends on, without those that are known. */
async function capabilitiesFor(
  plan: Plan,
  { desired, vault }: Job,
  known: KnownCapabilities = nothingKnown,
): Promise<KnownCapabilities> {
  const paths = pathsToCheck(plan, desired).filter((path) => !known.paths.has(path));
  const held = await readCapabilities(vault, paths);
  return { paths: new Set([...known.paths, ...paths]), held: new Map([...known.held, ...held]) };
}

function replicaCheck({ inputs, effects }: Job): ApplyOptions['hasReplicas'] {
  if (inputs.guards.check_credentials === 'off') return async () => false;
  const identities = { common: inputs.verification.settings, unidentified: new Set<string>() };
  return (target, record) => hasReplicas(target, record, identities, effects);
}

/** Without a key on a provider there is nothing to verify. */
function hasDistributions({ mounts }: Desired): boolean {
  return mounts.some(({ keys }) => keys.some(({ kms }) => kms !== null));
}

/** Where each key that was distributed or rotated is now: what an application has to know. */
function arrivals(done: readonly Step[], distributions: readonly Distribution[] = []): string[] {
  const ids = new Set(done.filter(({ op }) => op === 'distribute' || op === 'rotate').map(({ id }) => id));
  return distributions
    .filter(({ id, namespace, path, key }) => ids.has(id) || ids.has(keyId({ namespace, path }, key)))
    .map(
      ({ key, region, alias, latest_version, versions }) =>
        `${key}: ${alias} in ${region}, version ${latest_version}, KMS key ${versions[latest_version] ?? 'not recorded'}`,
    );
}

function resultOf(applied: Applied, desired: Desired): CommandResult {
  const { done, failed, left, state } = applied;
  const error = applyError(applied);
  const begun = [...done, ...failed.map(({ step }) => step)];
  return {
    changed: begun.some(({ op }) => op !== 'refresh_credentials'),
    applied: {
      done,
      failed: failed.map(({ step, error }) => ({ ...step, error: describe(error).message })),
      left,
    },
    distributions: distributionsOf(desired, state),
    ...(error === null ? {} : { error }),
  };
}

/** What stopped the steps, how far they got, and what to do. */
function applyError({ done, failed, left }: Applied): RunError | null {
  if (failed.length === 0 && left.length === 0) return null;
  const total = done.length + failed.length + left.length;
  const progress = `${done.length} of ${count(total, 'step')} ${done.length === 1 ? 'is' : 'are'} done`;
  const lines = failed.map(({ step, error }) => `${step.op} ${step.id}: ${describe(error).message}`);
  const [first] = failed;
  if (first === undefined) {
    return new RunError(
      'cancelled',
      `The run was cancelled: ${progress}.`,
      'Run again to continue with the remaining steps.',
    );
  }
  const outcome = failed.every(({ error }) => isCancelled(error))
    ? `The run was cancelled: ${progress}`
    : progress;
  return new RunError(
    first.error instanceof RunError ? first.error.code : 'step_failed',
    lines.join('\n'),
    `${outcome}; run again to continue with the others.`,
    { cause: first.error },
  );
}

/** The run ended while the step waited to send a write. */
function isCancelled(error: unknown): boolean {
  return error instanceof RunError && error.code === 'cancelled';
}
