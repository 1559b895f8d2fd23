/**
 * Measures what the project promises about speed and memory, and prints one table. `--write` puts it into
 * bench/README.md; names of groups (`start`, `vault`, `quotas`, `manifest`, `memory`, `emulator`) measure only these.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { emulatorRows } from './emulator-rows.mjs';
import { manifestRows } from './manifest-rows.mjs';
import { memoryRows } from './memory-rows.mjs';
import { node24 } from './node24.mjs';
import { quotaRows } from './quota-rows.mjs';
import { startRows } from './start-rows.mjs';
import { vaultRows } from './vault-rows.mjs';

const groups = {
  start: startRows,
  vault: vaultRows,
  quotas: quotaRows,
  manifest: manifestRows,
  memory: memoryRows,
  emulator: emulatorRows,
};

const chosen = process.argv.slice(2).filter((name) => name in groups);
const node = node24();
const rows = [];
for (const [name, measure] of Object.entries(groups)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  rows.push(...(await measure(node)));
}

const table = [
  '| what | target | measured | met |',
  '| --- | --- | --- | --- |',
  ...rows.map(
    ({ name, target, measured, met }) =>
      `| ${name} | ${target} | ${measured} | ${met === null ? '' : met ? 'yes' : '**no**'} |`,
  ),
].join('\n');
process.stdout.write(`${table}\n`);
if (process.argv.includes('--write')) {
  const page = await readFile('bench/README.md', 'utf8');
  const [before, after] = [page.split('<!-- table:begin -->')[0], page.split('<!-- table:end -->')[1]];
  await writeFile(
    'bench/README.md',
    `${before}<!-- table:begin -->\n\n${table}\n\n<!-- table:end -->${after}`,
  );
}
process.exitCode = rows.some(({ met }) => met === false) ? 1 : 0;
