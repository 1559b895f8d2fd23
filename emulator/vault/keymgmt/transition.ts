import type { Answers } from '../../../assumptions/catalogue.ts';
import type { Body } from '../field-table.ts';
import type { Target } from './effect.ts';
import type { State } from './state.ts';

/** What is open to the emulator's user. */
export interface Rules {
  /** Accepts key types and purposes that HashiCorp's compatibility table does not list. */
  readonly asymmetric: boolean;
  /** The answers to what Vault's documentation leaves open. */
  readonly assumed: Answers;
}

/** The arguments of an operation. Names that its path does not have are empty. */
export interface Call extends Pick<Rules, 'asymmetric'> {
  readonly key: string;
  readonly kms: string;
  readonly body: Body;
  readonly now: Date;
}

/** The result of a write: the new state, and the work that must succeed before Vault responds. */
export interface Transition {
  readonly state: State;
  readonly work: Work | null;
}

/** Moves one entry to its target, effect by effect. `kms` is the name of the provider; `null`: no KMS is involved. */
export interface Work {
  readonly key: string;
  readonly kms: string | null;
  readonly target: Target;
}

/** Returns the data of a read. Throws a VaultError, as a {@link Write} does. */
export type Read = (state: State, call: Call) => Readonly<Record<string, unknown>>;
export type Write = (state: State, call: Call) => Transition;

/** A change without work. */
export function changed(state: State): Transition {
  return { state, work: null };
}
