import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Builds conformance/ beside the packages of node_modules, and runs it. */
const outfile = 'build/conformance.mjs';
await build({
  entryPoints: ['conformance/main.ts'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  outfile,
  logLevel: 'warning',
});
const { main } = await import(pathToFileURL(outfile));
process.exitCode = await main(process.argv.slice(2), process.env);
