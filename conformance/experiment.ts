import type { AssumptionId } from '../assumptions/catalogue.ts';
import type { Lab } from './lab.ts';

/** What was seen: the answer in the catalogue's words, and the evidence for it. */
export interface Observation {
  /** `other`: none that the catalogue has. */
  readonly answer: string;
  readonly observed: string;
}

/** Why a question got no answer. */
export interface NoAnswer {
  readonly inconclusive: string;
}

/** Receives each observation as soon as it is made. */
export type Note = (id: AssumptionId, seen: Observation | NoAnswer) => void;

/** One experiment, in names of its own. */
export interface Experiment {
  readonly name: string;
  readonly asks: readonly AssumptionId[];
  /** The most KMS keys that it makes, whatever the answers are. */
  readonly kms_keys: number;
  /** Whether it needs a role that can be assumed with fewer permissions. */
  readonly needs_role: boolean;
  readonly run: (lab: Lab, note: Note) => Promise<void>;
}

/** An observation in which each possible sight stands for one answer. */
export function seen(answer: string, observed: unknown): Observation {
  return { answer, observed: typeof observed === 'string' ? observed : JSON.stringify(observed) };
}
