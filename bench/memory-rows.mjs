import { checkInLambda } from './lambda-check.mjs';

/** The Lambda's memory; an event of 6 MB, the most that Lambda takes, has room for the larger number of versions. */
export async function memoryRows(node) {
  const rows = [];
  for (const [keys, versions, most] of [
    [2_000, 10, 180],
    [5_000, 20, 220],
  ]) {
    const { memory } = await checkInLambda(node, keys, versions);
    rows.push({
      name: `memory of the Lambda for ${(keys * versions).toLocaleString('en')} versions, at its peak`,
      target: `≤ ${most} MB`,
      measured: `${memory} MB`,
      met: memory <= most,
    });
  }
  return rows;
}
