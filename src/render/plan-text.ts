import type { Plan, PlanBlocker, Step } from '../model/plan.ts';
import type { Command } from '../model/run.ts';
import { opSigns, opWords, planHeadline, showChange } from './plan-wording.ts';

/** A plan as lines of text, for a log. */
export function planText(plan: Plan, command: Command | null): string[] {
  return [
    ...plan.refusals.flatMap(blockerText),
    ...plan.steps.flatMap(stepText),
    ...(plan.undeclared.length === 0
      ? []
      : ['Undeclared, left unchanged:', ...plan.undeclared.map((id) => `    ${id}`)]),
    ...plan.notices.map((notice) => `Note: ${notice.message}`),
    planHeadline(plan, command),
    `Digest: ${plan.digest}`,
  ];
}

function stepText({ op, id, changes, reason, disruptive }: Step): string[] {
  const mark = disruptive ? '  (!)' : '';
  return [
    `  ${opSigns[op]} ${opWords[op]} ${id}${mark}  # ${reason}`,
    ...changes.map((change) => `        ${showChange(change)}`),
  ];
}

function blockerText({ message, remedy }: PlanBlocker): string[] {
  return [`  ! ${message}`, `        ${remedy}`];
}
