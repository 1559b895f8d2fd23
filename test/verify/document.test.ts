import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { CheckDoc } from '../../src/verify/check.ts';
import { checkCatalogue } from '../../src/verify/checks/all-checks.ts';
import { checksDocument } from '../../src/verify/checks-page.ts';

test('docs/checks.md is what scripts/checks.mjs writes', async () => {
  expect(await readFile('docs/checks.md', 'utf8')).toBe(checksDocument());
});

test('every check says what it proves, why, and what to do', () => {
  for (const { proves, why, remedy } of Object.values<CheckDoc>(checkCatalogue)) {
    for (const text of [proves, why, remedy]) expect(text).toMatch(/\.$|\)\.$/);
  }
});
