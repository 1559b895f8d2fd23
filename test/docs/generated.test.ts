import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { rules } from '../../src/declare/rules.ts';

const { troubleshooting }: typeof import('../../scripts/troubleshooting.mjs') = await import(
  '../../scripts/troubleshooting.mjs'
);
const { codes }: typeof import('../../scripts/codes.mjs') = await import('../../scripts/codes.mjs');
const { thrownCodes }: typeof import('../../scripts/thrown-codes.mjs') = await import(
  '../../scripts/thrown-codes.mjs'
);

test('the README’s reference is what action.yml says (`node scripts/readme.mjs`)', async () => {
  await promisify(execFile)(process.execPath, ['scripts/readme.mjs', '--check']);
});

test('docs/troubleshooting.md is up to date (`node scripts/troubleshooting.mjs`)', async () => {
  expect(await readFile('docs/troubleshooting.md', 'utf8')).toBe(await troubleshooting());
});

describe('docs/troubleshooting.md', () => {
  const documented = [...Object.values(codes).flatMap(Object.keys), ...Object.keys(rules)];

  test('explains every code that is thrown: add a new one to scripts/codes.mjs', async () => {
    const thrown = [...(await thrownCodes()).keys()];
    expect(thrown.length).toBeGreaterThan(70);
    expect(thrown.filter((code) => !documented.includes(code))).toEqual([]);
  });

  test('explains no code that is never thrown', async () => {
    const thrown = await thrownCodes();
    /** Those that are put together: `credentials_${verdict}`. */
    const composed = ['credentials_invalid', 'credentials_denied', 'credentials_unknown'];
    const own = Object.values(codes).flatMap(Object.keys);
    expect(own.filter((code) => !thrown.has(code) && !composed.includes(code))).toEqual([]);
  });
});
