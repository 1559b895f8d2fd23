import type { Change, Notice, Refusal, Step, Value } from '../model/plan.ts';

/** The part of a plan that concerns one thing. */
export interface Part {
  readonly steps: readonly Step[];
  readonly refusals: readonly Refusal[];
  readonly notices: readonly Notice[];
}

export const nothing: Part = { steps: [], refusals: [], notices: [] };

export function planned(step: Step, notices: readonly Notice[] = []): Part {
  return { steps: [step], refusals: [], notices };
}

export function refused(...refusals: readonly Refusal[]): Part {
  return { ...nothing, refusals };
}

export function noticed(...notices: readonly Notice[]): Part {
  return { ...nothing, notices };
}

/** Several parts as one, in their order. */
export function together(parts: readonly Part[]): Part {
  return {
    steps: parts.flatMap((part) => part.steps),
    refusals: parts.flatMap((part) => part.refusals),
    notices: parts.flatMap((part) => part.notices),
  };
}

export function change(field: string, from: Value, to: Value): Change {
  return { field, from, to };
}

/** A step that takes nothing away. */
export function step(
  op: Step['op'],
  id: string,
  changes: readonly Change[],
  reason: string,
  depends_on: readonly string[] = [],
): Step {
  return { op, id, changes, reason, disruptive: false, depends_on };
}
