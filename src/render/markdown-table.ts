import { count } from './plan-wording.ts';

/** A Markdown table's cells, escaped already, row by row. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * A table as Markdown: its first rows, and how many more there are; empty for no rows.
 *
 * @param max how many rows are shown at most
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

/** A list as Markdown: its first entries, and how many more there are; empty for no entries. */
export function list(entries: readonly string[], max: number): string {
  const shown = entries.slice(0, max);
  const rest = entries.length - shown.length;
  return [
    ...shown.map((entry) => `- ${entry}`),
    ...(rest === 0 ? [] : [`${shown.length > 0 ? '\n' : ''}${more(rest, shown.length > 0)}`]),
  ].join('\n');
}

function more(rest: number, some: boolean): string {
  return `*… ${some ? 'and ' : ''}${count(rest, 'row')}${some ? ' more' : ''}: the report file (output \`report_path\`) has them all.*`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
