import type { Decision, Status } from '../model/report.ts';
import { type Markup, markup } from './markup.ts';

interface Mark {
  readonly sign: string;
  readonly word: string;
  readonly look: Status;
}

/** How a status is shown: never by colour alone. */
export const statusMark: Readonly<Record<Status, Mark>> = {
  pass: { sign: '✓', word: 'match', look: 'pass' },
  fail: { sign: '✗', word: 'mismatch', look: 'fail' },
  indeterminate: { sign: '?', word: 'inconclusive', look: 'indeterminate' },
};

export const decisionMark: Readonly<Record<Decision, Mark>> = {
  allowed: { sign: '✓', word: 'allowed', look: 'pass' },
  denied: { sign: '✗', word: 'denied', look: 'fail' },
  indeterminate: { sign: '?', word: 'inconclusive', look: 'indeterminate' },
};

/** Sign and word, such as `✗ mismatch`. */
export function badge({ sign, word, look }: Mark): Markup {
  return markup`<span class="badge ${look}">${sign} ${word}</span>`;
}
