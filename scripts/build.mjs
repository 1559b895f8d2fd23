import { mkdir, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { bundles, options } from './bundles.mjs';
import { licenses } from './licenses.mjs';

const results = await Promise.all(
  bundles.map(({ entry, outfile }) => build({ ...options, entryPoints: [entry], outfile })),
);
await mkdir('dist', { recursive: true });
await writeFile('dist/licenses.txt', await licenses(results.map((result) => result.metafile)));
