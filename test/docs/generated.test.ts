import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { glob } from 'tinyglobby';
import { catalogue } from '../../src/model/codes/catalogue.ts';

const { troubleshooting }: typeof import('../../scripts/troubleshooting.mjs') = await import(
  '../../scripts/troubleshooting.mjs'
);

test('docs/reference.md is what action.yml says (`node scripts/reference.mjs`)', async () => {
  await promisify(execFile)(process.execPath, ['scripts/reference.mjs', '--check']);
});

test('docs/troubleshooting.md is up to date (`node scripts/troubleshooting.mjs`)', async () => {
  expect(await readFile('docs/troubleshooting.md', 'utf8')).toBe(await troubleshooting());
});

test('the catalogue holds no code that nothing uses; the compiler holds that every used code is in it', async () => {
  const files = await glob(['src/**/*.ts', 'lambda/*.ts', '!src/model/codes/*'], { absolute: true });
  const source = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
  const codes = Object.values(catalogue).flatMap((table) => Object.keys(table));
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => !source.includes(`'${code}'`))).toEqual([]);
});
