import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** Writes docs/controls.md from the table of controls and the checks. */
const { outputFiles } = await build({
  entryPoints: ['src/verify/controls-page.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { controlsDocument } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
await writeFile('docs/controls.md', controlsDocument());
