import { count } from './plan-wording.ts';

/** The cells of a Markdown table, escaped, row by row. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * A table as Markdown: the first rows, and the number of further ones; empty for no rows.
 *
 * @param max the most rows that are shown
 */
export function table({ head, rows }: Table, max: number): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, max);
  const rest = rows.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : [row(head), row(head.map(() => '---')), ...shown.map(row)]),
    ...(rest === 0 ? [] : ['', more(rest, shown.length > 0)]),
  ].join('\n');
}

/** A list as Markdown: the first entries, and the number of further ones; empty for no entries. */
export function list(entries: readonly string[], max: number): string {
  const shown = entries.slice(0, max);
  const rest = entries.length - shown.length;
  return [
    ...shown.map((entry) => `- ${entry}`),
    ...(rest === 0 ? [] : [`${shown.length > 0 ? '\n' : ''}${more(rest, shown.length > 0)}`]),
  ].join('\n');
}

function more(rest: number, some: boolean): string {
  return `*… ${some ? 'and ' : ''}${count(rest, 'row')}${some ? ' more' : ''}: the report file (output \`report_path\`) has all of them.*`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
