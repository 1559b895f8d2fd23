import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { allChecks } from '../../src/verify/checks/all-checks.ts';
import { checksDocument } from '../../src/verify/checks-page.ts';

test('docs/checks.md is what scripts/checks.mjs writes', async () => {
  expect(await readFile('docs/checks.md', 'utf8')).toBe(checksDocument());
});

test('every check says what it proves, why, and what to do', () => {
  expect(new Set(allChecks.map(({ id }) => id)).size).toBe(allChecks.length);
  for (const { proves, why, remedy } of allChecks) {
    for (const text of [proves, why, remedy]) expect(text).toMatch(/\.$|\)\.$/);
  }
});
