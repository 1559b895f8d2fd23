import type { Decision, Status } from '../model/report.ts';

/** The emoji of a status. */
export const statusMarks: Readonly<Record<Status, string>> = { pass: '✅', fail: '❌', indeterminate: '❔' };

export const decisionMarks: Readonly<Record<Decision, string>> = {
  allowed: '✅',
  denied: '❌',
  indeterminate: '❔',
};
