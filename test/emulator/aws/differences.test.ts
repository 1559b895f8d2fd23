import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { differences, differencesDocument } from '../../peers/differences.ts';
import { steps } from '../../peers/kms-conformance.ts';

test('docs/emulator-differences.md is what scripts/differences.mjs writes', async () => {
  expect(await readFile('docs/emulator-differences.md', 'utf8')).toBe(differencesDocument());
});

test('each difference is shown by a step', () => {
  const names = steps.map((step) => step.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(Object.keys(differences)));
});
