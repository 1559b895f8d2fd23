import { mkdir, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** Writes the JSON Schema of the manifest, from the schema that the parser uses. */
const { outputFiles } = await build({
  entryPoints: ['src/declare/published-schema.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { publishedSchema } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
await mkdir('schema', { recursive: true });
await writeFile('schema/manifest.schema.json', publishedSchema());
