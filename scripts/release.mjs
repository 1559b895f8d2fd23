import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';

const run = promisify(execFile);
const folder = 'build/release';

/** The section of a version in CHANGELOG.md. @throws when it has none, or is not released yet */
async function notesOf(version) {
  const [, ...sections] = (await readFile('CHANGELOG.md', 'utf8')).split(/^## /m);
  const section = sections.find((text) => text.split('\n', 1)[0].split(' ', 1)[0] === version);
  if (section === undefined) throw new Error(`CHANGELOG.md has no section ${version}`);
  const [heading, ...lines] = section.split('\n');
  if (!/^\S+ \(\d{4}-\d\d-\d\d\)$/.test(heading))
    throw new Error(`CHANGELOG.md: write the date of the release: ## ${version} (2027-01-31)`);
  return `${lines.join('\n').trim()}\n`;
}

/** CycloneDX, of the packages whose code is in a bundle: dist/licenses.txt lists them. */
async function billOfMaterials() {
  const { stdout } = await run('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
    maxBuffer: 2 ** 26,
  });
  const licenses = await readFile('dist/licenses.txt', 'utf8');
  const bundled = new Set(
    [...licenses.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+@\d[\w.+-]*) \(/gm)].map(([, name]) => name),
  );
  const { serialNumber, metadata, components, ...document } = JSON.parse(stdout);
  const { timestamp, ...rest } = metadata;
  const nameOf = ({ name, group, version }) => `${group ? `${group}/` : ''}${name}@${version}`;
  const kept = components.filter((component) => bundled.has(nameOf(component)));
  const missing = [...bundled].filter((name) => !kept.some((component) => nameOf(component) === name));
  if (missing.length > 0 || kept.length === 0)
    throw new Error(`package-lock.json lacks what the bundles contain: ${missing.join(', ')}`);
  const { dependencies, ...whole } = document;
  const refs = new Set(kept.map((component) => component['bom-ref']));
  return {
    ...whole,
    metadata: rest,
    components: kept,
    dependencies: dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
}

async function filesIn(path) {
  const entries = await readdir(path, { withFileTypes: true });
  const lists = entries.map((entry) => {
    const file = join(path, entry.name);
    return entry.isDirectory() ? filesIn(file) : [file];
  });
  return (await Promise.all(lists)).flat().sort();
}

/** The Lambda's package: with one time and mode for all files, so that the same commit gives the same bytes. */
async function lambdaPackage() {
  const entries = (await filesIn('dist/lambda')).map(async (path) => [
    relative('dist/lambda', path),
    [await readFile(path), { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 }],
  ]);
  return zipSync(Object.fromEntries(await Promise.all(entries)), { level: 9 });
}

async function checksum(path, name = path) {
  return `${createHash('sha256')
    .update(await readFile(path))
    .digest('hex')}  ${name}\n`;
}

/** Writes what a release consists of; the same commit gives the same bytes. */
const [tag = ''] = process.argv.slice(2);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
if (tag !== `v${version}`) throw new Error(`the tag ${tag} is not v${version}, the version of package.json`);
const notes = await notesOf(version);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const zip = `vault-keymgmt-verifier-${version}.zip`;
await writeFile(join(folder, zip), await lambdaPackage());
await writeFile(join(folder, 'sbom.cdx.json'), `${JSON.stringify(await billOfMaterials(), null, 2)}\n`);
await writeFile(join(folder, 'notes.md'), notes);
const sums = await Promise.all([
  checksum(join(folder, zip), zip),
  checksum(join(folder, 'sbom.cdx.json'), 'sbom.cdx.json'),
  ...['action.yml', ...(await filesIn('dist'))].map((path) => checksum(path)),
]);
await writeFile(join(folder, 'SHA256SUMS'), sums.join(''));
