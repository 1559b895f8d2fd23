import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** Writes docs/checks.md from the checks themselves. */
const { outputFiles } = await build({
  entryPoints: ['src/verify/checks-page.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { checksDocument } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
await writeFile('docs/checks.md', checksDocument());
