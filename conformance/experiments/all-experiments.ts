import type { Experiment } from '../experiment.ts';
import { deniedCalls } from './denied-calls.ts';
import { distributedKey } from './distributed-key.ts';
import { keyNaming } from './key-naming.ts';
import { replicatedKey } from './replicated-key.ts';
import { undistributedKey } from './undistributed-key.ts';

/** In the order in which they run: a later one may use what an earlier one found out. */
export const allExperiments: readonly Experiment[] = [
  undistributedKey,
  distributedKey,
  replicatedKey,
  deniedCalls,
  keyNaming,
];
