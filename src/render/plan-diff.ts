import type { Plan } from '../model/plan.ts';
import { fenced } from './fenced.ts';
import { clip, oneLine } from './plain.ts';
import { disruptiveFirst } from './plan-markdown.ts';
import { count, opSigns, opWords, showChange } from './plan-wording.ts';

/** GitHub colours these lines of a diff green, orange and red. */
const signs = { '+': '+', '~': '!', '-': '-' } as const;

/** A plan's steps as a diff block, removals first; empty for no steps. */
export function planDiff({ steps }: Plan, rows: number): string {
  if (steps.length === 0) return '';
  const shown = disruptiveFirst(steps).slice(0, rows);
  const rest = steps.length - shown.length;
  const lines = shown.flatMap(({ op, id, changes, reason }) => {
    const sign = signs[opSigns[op]];
    return [
      `${sign} ${opWords[op]} ${text(id)}  # ${text(reason)}`,
      ...changes.map((change) => `${sign}     ${text(showChange(change))}`),
    ];
  });
  return fenced('diff', [...lines, ...(rest === 0 ? [] : [`# and ${count(rest, 'step')} more`])].join('\n'));
}

function text(words: string): string {
  return clip(oneLine(words), 500);
}
