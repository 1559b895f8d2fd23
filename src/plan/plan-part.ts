import type { Change, Notice, PlanBlocker, Step, Value } from '../model/plan.ts';

/** The part of a plan that concerns one object. */
export interface PlanPart {
  readonly steps: readonly Step[];
  readonly refusals: readonly PlanBlocker[];
  readonly notices: readonly Notice[];
}

export const emptyPart: PlanPart = { steps: [], refusals: [], notices: [] };

export function plannedPart(step: Step, notices: readonly Notice[] = []): PlanPart {
  return { steps: [step], refusals: [], notices };
}

export function blockedPart(...refusals: readonly PlanBlocker[]): PlanPart {
  return { ...emptyPart, refusals };
}

export function noticePart(...notices: readonly Notice[]): PlanPart {
  return { ...emptyPart, notices };
}

/** Several parts as one, in their order. */
export function mergeParts(parts: readonly PlanPart[]): PlanPart {
  return {
    steps: parts.flatMap((part) => part.steps),
    refusals: parts.flatMap((part) => part.refusals),
    notices: parts.flatMap((part) => part.notices),
  };
}

export function change(field: string, from: Value, to: Value): Change {
  return { field, from, to };
}

/** A step that removes nothing. */
export function step(
  op: Step['op'],
  id: string,
  changes: readonly Change[],
  reason: string,
  depends_on: readonly string[] = [],
): Step {
  return { op, id, changes, reason, disruptive: false, depends_on };
}
