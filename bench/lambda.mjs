/**
 * Measures what scripts/scale.mjs computes with: what the Lambda takes to load, and what a key version costs beyond that.
 * `--write` keeps the numbers in bench/measured.json.
 */
import { writeFile } from 'node:fs/promises';
import { checkInLambda } from './lambda-check.mjs';
import { node24 } from './node24.mjs';
import { startRatio } from './start-rows.mjs';

const node = node24();
const few = await checkInLambda(node, 10, 1);
const thousand = await checkInLambda(node, 1_000, 1);
const many = await checkInLambda(node, 5_000, 1);
const versions = 5_000 - 10;
const round = (value) => Number(value.toPrecision(2));
const measured = {
  node: '24',
  start_ratio: round(await startRatio(node)),
  memory_ratio: round(few.rss_loaded / few.rss_bare),
  memory_loaded_mb: Math.round(few.rss_loaded / 2 ** 20),
  memory_after_5000_mb: many.memory,
  cpu_ms_per_version: round((many.cpu - few.cpu) / versions),
  event_bytes_per_key: Math.round((many.event_bytes - few.event_bytes) / versions),
  report_bytes_per_key: Math.round((many.bytes - few.bytes) / versions),
  calls_for_1000: thousand.calls,
};
const text = `${JSON.stringify(measured, null, 2)}\n`;
process.stdout.write(text);
if (process.argv.includes('--write')) await writeFile('bench/measured.json', text);
