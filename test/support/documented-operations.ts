import { readFileSync } from 'node:fs';

/** The AWS operations that docs/emulator.md lists. */
export function documentedOperations(): string[] {
  const page = readFileSync('docs/emulator.md', 'utf8');
  const table = page.slice(page.indexOf('| service         | operations'));
  const cells = table
    .slice(0, table.indexOf('\n\n'))
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[2]!.replace(/\([^)]*\)/g, ''));
  return cells.flatMap((cell) => cell.match(/\b[A-Z][A-Za-z]+\b/g) ?? []);
}
