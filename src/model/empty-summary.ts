import type { Summary } from './report.ts';

/** The summary of nothing. */
export const emptySummary: Summary = {
  keys: 0,
  key_status: { passed: 0, failed: 0, indeterminate: 0 },
  versions: 0,
  passed: 0,
  failed: 0,
  indeterminate: 0,
  permissions: { allowed: 0, denied: 0, indeterminate: 0 },
};
