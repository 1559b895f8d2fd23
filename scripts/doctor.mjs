import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { options } from './bundles.mjs';

/** Writes docs/doctor.md from the checks themselves. */
const outfile = 'build/doctor-page.cjs';
await build({ ...options, entryPoints: ['src/doctor/doctor-page.ts'], outfile });
const { doctorPage } = createRequire(import.meta.url)(`../${outfile}`);
await writeFile('docs/doctor.md', doctorPage());
