import type { Answers } from '../../../assumptions/catalogue.ts';
import type { Target } from './effect.ts';
import { type EngineResponse, notFoundResponse } from './engine-response.ts';
import type { State } from './state.ts';

export interface Compatibility {
  /** Accepts key types and purposes that HashiCorp's compatibility table does not list. */
  readonly asymmetric: boolean;
}

/** How the engine decides what Vault's documentation leaves open. */
export interface Rules extends Compatibility {
  readonly assumed: Answers;
}

/** The result of a request: a response, and the work that must succeed before it is sent. */
export interface Transition {
  readonly response: EngineResponse;
  readonly state: State;
  readonly work: Work | null;
}

/** Moves one entry to its target, effect by effect. `kms` is the name of the provider; `null`: no KMS is involved. */
export interface Work {
  readonly key: string;
  readonly kms: string | null;
  readonly target: Target;
}

/** A response without work. */
export function unchanged(state: State, response: EngineResponse = notFoundResponse): Transition {
  return { response, state, work: null };
}
