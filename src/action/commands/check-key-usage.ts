import type { RunError } from '../../model/errors.ts';
import type { Live } from '../../model/live.ts';
import type { Plan } from '../../model/plan.ts';
import {
  type AffectedKey,
  affectedKeys,
  type UsageEvidence,
  unknownUsage,
  usageError,
  usageNotices,
} from '../../plan/usage-guard.ts';
import type { Job } from './job.ts';
import { readKeyUsage } from './read-key-usage.ts';

/**
 * Reads when the KMS keys that a plan removes or disables were last used.
 *
 * @param known what was read already
 * @returns the plan with a notice for each of these keys, and the guard violation when one was used within `min_idle`
 */
export async function checkKeyUsage(
  job: Pick<Job, 'inputs' | 'desired' | 'effects'>,
  plan: Plan,
  live: Live,
  known: readonly UsageEvidence[] = [],
): Promise<{ readonly plan: Plan; readonly error: RunError | null }> {
  const { inputs, desired, effects } = job;
  const guard = inputs.guards.idle;
  const keys = guard.min_idle === 0 || plan.refusals.length > 0 ? [] : affectedKeys(plan, desired, live);
  if (keys.length === 0) return { plan, error: null };
  const isSame = (a: AffectedKey, b: AffectedKey) => a.kms_key === b.kms_key && a.region === b.region;
  const had = keys.flatMap((key) => known.find((one) => isSame(one, key)) ?? []);
  const open = keys.filter((key) => !known.some((one) => isSame(one, key)));
  const evidence = [...had, ...(await readKeyUsage(open, live, job))];
  const now = effects.clock.now();
  if (!guard.is_explicit) for (const line of unknownUsage(evidence, guard, now)) effects.log.warning(line);
  return {
    plan: { ...plan, notices: [...plan.notices, ...usageNotices(evidence, now)] },
    error: usageError(evidence, guard, now),
  };
}
