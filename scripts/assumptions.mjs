import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { options } from './bundles.mjs';

const folder = 'assumptions/results';

/** The results that volunteers contributed, oldest first. */
export async function contributedResults() {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const results = await Promise.all(
    files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
  return results.sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Writes docs/assumptions.md from the catalogue and the contributed results. */
if (process.argv[1] === import.meta.filename) {
  const outfile = 'build/assumptions-page.cjs';
  await build({ ...options, entryPoints: ['assumptions/page.ts'], outfile });
  const { assumptionsPage } = createRequire(import.meta.url)(`../${outfile}`);
  await writeFile('docs/assumptions.md', assumptionsPage(await contributedResults()));
}
