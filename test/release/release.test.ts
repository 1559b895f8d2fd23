import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { parse } from 'yaml';
import { version } from '../../src/version.ts';

const run = promisify(execFile);
const script = resolve('scripts/release.mjs');

let folder: string;
const release = (tag: string) => run(process.execPath, [script, tag], { cwd: folder });
const made = (name: string) => readFile(join(folder, 'build/release', name));
const git = (...args: string[]) => run('git', args, { cwd: folder });

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'release-')), 'clone');
  await run('git', ['clone', '--quiet', '--depth=1', `file://${resolve('.')}`, folder]);
});
afterAll(() => rm(resolve(folder, '..'), { recursive: true }));

/** Dates the section of the version, as a release commit does. */
async function dateChangelog(): Promise<void> {
  const path = join(folder, 'CHANGELOG.md');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/^## .*$/m, `## ${version} (2027-01-31)`));
  await git(
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example.com',
    'commit',
    '--quiet',
    '--all',
    '--message=Release',
  );
}

describe('a release', () => {
  test('is refused for another tag than the version, and before the changelog has a date', async () => {
    await expect(release('v99.0.0')).rejects.toThrow(/the tag v99\.0\.0 is not v/);
    await expect(release(`v${version}`)).rejects.toThrow(/write the date of the release/);
  });

  test('has the Lambda, a bill of materials, notes and checksums, the same bytes each time', async () => {
    await dateChangelog();
    await release(`v${version}`);
    const zip = `vault-keymgmt-verifier-${version}.zip`;
    const names = [zip, 'sbom.cdx.json', 'notes.md', 'SHA256SUMS'];
    const first = await Promise.all(names.map(made));
    await release(`v${version}`);
    expect(await Promise.all(names.map(made))).toEqual(first);

    const entries = unzipSync(await made(zip));
    const { stdout: tracked } = await git('ls-tree', '-r', '--name-only', 'HEAD:dist/lambda');
    expect(Object.keys(entries).sort()).toEqual(tracked.trim().split('\n').sort());
    expect(Buffer.from(entries['index.cjs']!)).toEqual(await readFile(join(folder, 'dist/lambda/index.cjs')));
    expect(String(first[2])).toContain('**Action:**');

    await run('cp', [
      join(folder, 'build/release', zip),
      join(folder, 'build/release/sbom.cdx.json'),
      folder,
    ]);
    const { stdout: checked } = await run('sha256sum', ['--check', 'build/release/SHA256SUMS'], {
      cwd: folder,
    });
    expect(checked.trim().split('\n').length).toBeGreaterThan(10);
    expect(checked).toContain('dist/index.cjs: OK');
  }, 120_000);

  test('lists as materials the packages in the bundles, and no other', async () => {
    const { components } = JSON.parse(String(await made('sbom.cdx.json'))) as {
      components: { name: string; group?: string; version: string }[];
    };
    const listed = components.map(
      ({ name, group, version: one }) => `${group ? `${group}/` : ''}${name}@${one}`,
    );
    const notices = await readFile('dist/licenses.txt', 'utf8');
    const bundled = [...notices.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+@\d[\w.+-]*) \(/gm)].map(
      ([, name]) => name!,
    );
    expect([...new Set(listed)].sort()).toEqual([...new Set(bundled)].sort());
    expect(listed.some((name) => name.startsWith('jest@'))).toBe(false);
  });
});

/** What the Marketplace accepts. Source: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax#branding */
const colors = ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'];
const excludedIcons = [
  ...['coffee', 'columns', 'divide-circle', 'divide-square', 'divide', 'frown', 'hexagon', 'key', 'meh'],
  ...['mouse-pointer', 'smile', 'tool', 'x-octagon'],
];

test('the Marketplace accepts the metadata: its form rejects a description of 125 characters', async () => {
  const { name, description, author, branding } = parse(await readFile('action.yml', 'utf8'));
  expect(description.length).toBeLessThan(125);
  expect([name, author].every((text) => text.length > 2)).toBe(true);
  expect(colors).toContain(branding.color);
  expect(excludedIcons).not.toContain(branding.icon);
});
