import { mkdir, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** Writes the JSON Schemas of the manifest and of exceptions, from the schemas that the parsers use. */
const { outputFiles } = await build({
  stdin: {
    contents: `export * from './src/declare/published-schema.ts';
export { checkCatalogue } from './src/verify/checks/all-checks.ts';`,
    resolveDir: '.',
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { publishedSchema, publishedExceptionsSchema, checkCatalogue } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);
await mkdir('schema', { recursive: true });
await writeFile('schema/manifest.schema.json', publishedSchema());
await writeFile('schema/exceptions.schema.json', publishedExceptionsSchema(Object.keys(checkCatalogue)));
