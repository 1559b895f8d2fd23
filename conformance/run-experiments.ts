import { type AssumptionId, assumptionIds, catalogue } from '../assumptions/catalogue.ts';
import type { ConformanceResult } from '../assumptions/result.ts';
import type { Experiment, NoAnswer, Observation } from './experiment.ts';
import type { Lab } from './lab.ts';

/** Runs the experiments that fit the limit; the others, and what a failed one left out, have no answer. */
export async function runExperiments(
  experiments: readonly Experiment[],
  lab: Lab,
  { signal, log }: { readonly signal: AbortSignal; readonly log: (line: string) => void },
): Promise<ConformanceResult['results']> {
  const notes = new Map<AssumptionId, Observation | NoAnswer>();
  let planned = 0;
  for (const experiment of experiments) {
    const hindrance = signal.aborted ? 'the run was stopped' : whyNot(experiment, lab, planned);
    if (hindrance === null) {
      planned += experiment.kms_keys;
      log(`${experiment.name} …`);
      await runOne(experiment, lab, notes, log);
    }
    for (const id of experiment.asks)
      if (!notes.has(id)) notes.set(id, { inconclusive: hindrance ?? 'the experiment did not come to it' });
  }
  return Object.fromEntries(
    assumptionIds.map((id) => [id, verdict(id, notes.get(id))]),
  ) as ConformanceResult['results'];
}

async function runOne(
  { run, asks }: Experiment,
  lab: Lab,
  notes: Map<AssumptionId, Observation | NoAnswer>,
  log: (line: string) => void,
): Promise<void> {
  try {
    await run(lab, (id, seen) => {
      notes.set(id, seen);
      log(`  ${id}: ${'answer' in seen ? seen.answer : seen.inconclusive}`);
    });
  } catch (error) {
    const { message } = error as Error;
    log(`  failed: ${message}`);
    for (const id of asks) if (!notes.has(id)) notes.set(id, { inconclusive: message });
  }
}

function whyNot({ needs_role, kms_keys }: Experiment, { settings }: Lab, planned: number): string | null {
  if (needs_role && settings.role_arn === null) return 'CONFORMANCE_ROLE_ARN is not set';
  return planned + kms_keys > settings.max_kms_keys
    ? `it may make ${kms_keys} KMS keys, and the limit is ${settings.max_kms_keys}`
    : null;
}

function verdict(
  id: AssumptionId,
  seen: Observation | NoAnswer | undefined,
): ConformanceResult['results'][AssumptionId] {
  if (seen === undefined) return { status: 'inconclusive', reason: 'no experiment asks it' };
  if ('inconclusive' in seen) return { status: 'inconclusive', reason: seen.inconclusive };
  return seen.answer === catalogue[id].default
    ? { status: 'confirmed', answer: seen.answer }
    : { status: 'refuted', answer: seen.answer, observed: seen.observed };
}
