import type { Decision, Status } from '../model/report.ts';

/** How a verdict looks where pictures can be seen. */
export const statusMarks: Readonly<Record<Status, string>> = { pass: '✅', fail: '❌', indeterminate: '❔' };

export const decisionMarks: Readonly<Record<Decision, string>> = {
  allowed: '✅',
  denied: '❌',
  indeterminate: '❔',
};

/** For sorting: what failed comes first. */
export function rank(status: Status): number {
  return ['fail', 'indeterminate', 'pass'].indexOf(status);
}
