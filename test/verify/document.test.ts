import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { CheckDoc } from '../../src/verify/check.ts';
import { checkCatalogue } from '../../src/verify/checks/all-checks.ts';
import { checksDocument } from '../../src/verify/checks-page.ts';
import { placeholders } from '../../src/verify/remedy.ts';

test('docs/checks.md is what scripts/checks.mjs writes', async () => {
  expect(await readFile('docs/checks.md', 'utf8')).toBe(checksDocument());
});

test('every check says what it proves, why, and what to do', () => {
  for (const { proves, cannot_see, why, cost, remedy, page } of Object.values<CheckDoc>(checkCatalogue)) {
    for (const text of [proves, cannot_see, why, cost]) expect(text).toMatch(/\.$|\)\.$/);
    expect(remedy(placeholders)).not.toBe('');
    expect(page).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|developer\.hashicorp\.com)\//);
  }
});
