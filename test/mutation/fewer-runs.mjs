import fc from 'fast-check-itself';

export * from 'fast-check-itself';

/** A mutant that a property finds, it finds early: so many cases are enough. */
const mostRuns = 50;

const fewer = (parameters = {}) => ({
  ...parameters,
  numRuns: Math.min(parameters.numRuns ?? mostRuns, mostRuns),
  // A counterexample is enough: the smallest one takes many runs to find.
  endOnFailure: true,
});

// biome-ignore lint/style/noDefaultExport: as fast-check has it
export default {
  ...fc,
  assert: (property, parameters) => fc.assert(property, fewer(parameters)),
  check: (property, parameters) => fc.check(property, fewer(parameters)),
};
