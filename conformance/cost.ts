import type { Experiment } from './experiment.ts';

/** US dollars per KMS key and month, by the hour until its deletion is scheduled: https://aws.amazon.com/kms/pricing/ */
const perKeyAndMonth = 1;
const hoursPerMonth = 730;
/** US dollars for the requests of a run: some hundreds, at 0.03 per 10,000. */
const requests = 0.01;

/** What a run may cost at most, in sentences. */
export function costEstimate(experiments: readonly Experiment[], maxKeys: number): string[] {
  const keys = Math.min(
    experiments.reduce((sum, { kms_keys }) => sum + kms_keys, 0),
    maxKeys,
  );
  const hour = (keys * perKeyAndMonth) / hoursPerMonth + requests;
  return [
    `It makes at most ${keys} KMS keys (the limit is ${maxKeys}: CONFORMANCE_MAX_KEYS) and schedules their deletion at the end.`,
    `Cost: at most ${hour.toFixed(2)} USD, with every key billed for an hour. AWS does not bill a key whose deletion is scheduled.`,
    `If the cleanup fails and nobody runs the commands that it prints: ${(keys * perKeyAndMonth).toFixed(2)} USD per month.`,
  ];
}
