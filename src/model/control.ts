import type { FindingId } from './finding-id.ts';

/** What names requirements: a check, or the decision about a permission. */
export type ControlSource = FindingId | 'permission';
