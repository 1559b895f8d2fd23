import type { Plan } from '../model/plan.ts';
import { fenced } from './fenced.ts';
import { clip, oneLine } from './plain.ts';
import { disruptiveFirst } from './plan-markdown.ts';
import { count, opSigns, opWords, showChange } from './plan-wording.ts';

/** GitHub colours these lines of a diff green, orange and red. */
const signs = { '+': '+', '~': '!', '-': '-' } as const;

/** The longest line of the block, in characters: GitHub does not wrap it. */
const width = 100;

/**
 * A plan's steps as a diff block, removals first; empty for no steps. Credentials that are written again are not part of
 * it: the headline counts them.
 */
export function planDiff({ steps }: Plan, rows: number): string {
  const changing = disruptiveFirst(steps).filter(({ op }) => op !== 'refresh_credentials');
  if (changing.length === 0) return '';
  const shown = changing.slice(0, rows);
  const rest = changing.length - shown.length;
  const lines = shown.flatMap(({ op, id, changes, reason }) => {
    const sign = signs[opSigns[op]];
    const step = `${opWords[op]} ${text(id)}`;
    const why = `# ${text(reason)}`;
    return [
      ...(step.length + why.length > width ? [step, `    ${why}`] : [`${step}  ${why}`]),
      ...changes.map((change) => `    ${text(showChange(change))}`),
    ].flatMap((line) => wrapped(line).map((part) => `${sign} ${part}`));
  });
  return fenced('diff', [...lines, ...(rest === 0 ? [] : [`# and ${count(rest, 'step')} more`])].join('\n'));
}

/** The text in lines of at most {@link width}, broken at spaces where there are any; later lines are indented. */
function wrapped(line: string): string[] {
  if (line.length <= width) return [line];
  const space = line.lastIndexOf(' ', width);
  const end = space > width / 2 ? space : width;
  return [line.slice(0, end), ...wrapped(`        ${line.slice(end).trimStart()}`)];
}

function text(words: string): string {
  return clip(oneLine(words), 500);
}
