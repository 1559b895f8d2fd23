/** The middle of some numbers. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/**
 * Measures several things in turn, so that whatever else the machine does meanwhile disturbs all of them alike.
 *
 * @param measures functions by name, each of which measures once
 * @returns the median of each
 */
export async function inTurn(rounds, measures) {
  const values = new Map(Object.keys(measures).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, measure] of Object.entries(measures)) values.get(name).push(await measure());
  return Object.fromEntries([...values].map(([name, list]) => [name, median(list)]));
}
