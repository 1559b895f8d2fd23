import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** Writes docs/emulator-differences.md from the data of the conformance suite. */
const { outputFiles } = await build({
  entryPoints: ['test/peers/differences.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { differencesDocument } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
await writeFile('docs/emulator-differences.md', differencesDocument());
