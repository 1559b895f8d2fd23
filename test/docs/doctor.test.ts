import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { allChecks } from '../../src/doctor/doctor-checks.ts';
import { doctorPage } from '../../src/doctor/doctor-page.ts';
import { errorCoverage } from '../../src/doctor/error-coverage.ts';

test('docs/doctor.md is up to date (`node scripts/doctor.mjs`)', async () => {
  expect(await readFile('docs/doctor.md', 'utf8')).toBe(doctorPage());
});

test('each error code names a check that there is, or a reason', () => {
  const ids = new Set(allChecks.map(({ id }) => id));
  const unknown = Object.entries(errorCoverage).filter(
    ([, coverage]) => 'check' in coverage && !ids.has(coverage.check),
  );
  expect(unknown).toEqual([]);
});

test('each check comes after those that it needs', () => {
  const before = new Set<string>();
  for (const { id, needs } of allChecks) {
    expect(needs.filter((need) => !before.has(need))).toEqual([]);
    before.add(id);
  }
});
