import type { Evidence, KmsAlias } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Finding } from '../model/report.ts';
import { findingsOfKey } from '../model/report-findings.ts';
import type { Aliases } from './aliases.ts';
import { indexAliases } from './aliases.ts';
import type { CheckContext } from './check.ts';
import type { KeyEvidence } from './collect-evidence.ts';
import { collectKeyEvidence } from './collect-evidence.ts';
import type { KeyEvaluation } from './evaluate-key.ts';
import { evaluateKey } from './evaluate-key.ts';
import type { VerifyEffects, VerifyRequest } from './verify-request.ts';

/** KMS is eventually consistent: a change younger than this, in milliseconds, may not be visible everywhere yet. */
export const propagation = 60_000;

/** The waits before each recheck, in milliseconds. */
const waits = [500, 1000, 2000];

/** The checks that fail while a change is in progress. A disabled key or a scheduled deletion is no such change. */
const transientChecks = new Set(['exists', 'material', 'alias_exists', 'alias_target', 'replicas']);

/** A key's evaluation, with as much of its evidence as is still needed. */
export interface EvaluatedKey {
  readonly evaluation: KeyEvaluation;
  /** `null`: neither a recheck nor the permissions need it. */
  readonly collected: KeyEvidence | null;
}

/** What is the same for every key that is evaluated. */
export interface EvaluationBasis {
  readonly context: CheckContext;
  /** The keys whose evidence the permissions need. */
  readonly sampled: ReadonlySet<Expectation>;
}

/** Evaluates a key, and drops its evidence where nothing else needs it: a check may have a hundred thousand versions. */
export function evaluateCollected(
  collected: KeyEvidence,
  aliases: Evidence<Aliases>,
  { context, sampled }: EvaluationBasis,
): EvaluatedKey {
  const evaluation = evaluateKey(collected.expectation, collected.evidence, aliases, context);
  const isNeeded = sampled.has(collected.expectation) || mayPass(collected, evaluation, aliases, context);
  return { evaluation, collected: isNeeded ? collected : null };
}

/** Rechecks the keys whose failure may be a change in progress, before it counts. */
export async function recheckTransient(
  keys: readonly EvaluatedKey[],
  aliases: Evidence<readonly KmsAlias[]>,
  request: VerifyRequest,
  basis: EvaluationBasis,
  effects: VerifyEffects,
): Promise<{ keys: readonly EvaluatedKey[]; aliases: Evidence<readonly KmsAlias[]> }> {
  let current = aliases;
  let index = indexAliases(aliases);
  const evaluated = [...keys];
  for (const wait of waits) {
    const open = evaluated.flatMap(({ collected, evaluation }, at) =>
      collected !== null && mayPass(collected, evaluation, index, basis.context)
        ? [{ before: collected, at }]
        : [],
    );
    if (open.length === 0 || !timeFor(wait, effects)) break;
    await effects.clock.sleep(wait);
    current = await effects.reader.aliases(request.region);
    index = indexAliases(current);
    for (const { before, at } of open) {
      const again = await collectKeyEvidence(
        before.expectation,
        { ...request, canary: false },
        effects.reader,
        { known: null, policy: hadPolicy(before), usage: false },
      );
      evaluated[at] = evaluateCollected(withUses(again, before), index, basis);
    }
  }
  return { keys: evaluated, aliases: current };
}

/** The use of a key is no matter of propagation: its record is not read again, nor is the key used again. */
function withUses(again: KeyEvidence, { evidence: before }: KeyEvidence): KeyEvidence {
  const evidence = Object.entries(again.evidence).map(([version, read]) => {
    const { usage = null, canary } = before[version] ?? {};
    return [version, { ...read, usage, ...(canary && { canary }) }] as const;
  });
  return { ...again, evidence: Object.fromEntries(evidence) };
}

/** A recheck reads the key policy where the first check did. */
function hadPolicy({ evidence }: KeyEvidence): boolean {
  return Object.values(evidence).some(({ policy }) => policy !== null);
}

function timeFor(wait: number, { clock, deadline }: VerifyEffects): boolean {
  return deadline === null || clock.now().getTime() + wait < deadline.getTime();
}

function mayPass(
  collected: KeyEvidence,
  evaluation: KeyEvaluation,
  aliases: Evidence<Aliases>,
  context: CheckContext,
): boolean {
  const failed = findingsOfKey(evaluation.key)
    .map(({ finding }) => finding)
    .filter(({ status }) => status === 'fail');
  if (failed.some(isTransient)) return true;
  return failed.some(({ check }) => transientChecks.has(check)) && isYoung(collected, aliases, context);
}

function isTransient({ check, actual }: Finding): boolean {
  return check === 'key_state' && (actual === 'Creating' || actual === 'Updating');
}

function isYoung(
  { expectation, evidence }: KeyEvidence,
  aliases: Evidence<Aliases>,
  { now }: CheckContext,
): boolean {
  const alias = aliases.ok ? aliases.value.byName.get(expectation.alias) : undefined;
  const times = [
    expectation.distribution_time,
    alias?.updated,
    ...Object.values(evidence).map(({ key }) => (key.ok ? key.value.creation_date : null)),
  ];
  return times.some((time) => {
    const age = time === null || time === undefined ? Number.NaN : Date.parse(now) - Date.parse(time);
    return age < propagation;
  });
}
