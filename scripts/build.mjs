import { mkdir, rm, writeFile } from 'node:fs/promises';
import { buildBundle, buildLibrary, bundles } from './bundles.mjs';
import { licenses } from './licenses.mjs';

const results = await Promise.all(bundles.map((bundle) => buildBundle(bundle)));

/** What the bundles of one folder require beside them. */
const folders = new Map();
for (const { folder, required } of results)
  folders.set(folder, new Map([...(folders.get(folder) ?? []), ...required]));

const libraries = await Promise.all(
  [...folders]
    .filter(([, entries]) => entries.size > 0)
    .map(([folder, entries]) => buildLibrary(folder, entries)),
);
for (const folder of folders.keys()) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}
for (const { files } of [...libraries, ...results])
  for (const [path, text] of files) await writeFile(path, text);
await writeFile(
  'dist/licenses.txt',
  await licenses([
    ...results.map(({ metafile }) => metafile),
    ...libraries.flatMap(({ metafiles }) => metafiles),
  ]),
);
