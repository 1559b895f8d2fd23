import { type Answer, absent } from './answer.ts';
import type { Target } from './effect.ts';
import type { State } from './state.ts';

/** What comes of a request: an answer at once, or work that has to succeed before `answer` is true. */
export interface Outcome {
  readonly answer: Answer;
  readonly state: State;
  readonly work: Work | null;
}

/** Bring one entry to its target, effect by effect, on the provider of that name (`null`: no KMS is touched). */
export interface Work {
  readonly key: string;
  readonly kms: string | null;
  readonly target: Target;
}

/** Nothing is left to do. */
export function only(state: State, answer: Answer = absent): Outcome {
  return { answer, state, work: null };
}
