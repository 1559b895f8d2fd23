import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';

const page = await readFile('docs/threat-model.md', 'utf8');

/** `| S1 | invariant | `file`: "title", … |` */
const invariants = [...page.matchAll(/^\| ([A-Z]\d+) \| .+ \| (.+) \|$/gm)].map(([, id, tests]) => ({
  id: id!,
  tests: [...tests!.matchAll(/`(test\/[\w./-]+\.test\.ts)`(?:: "([^"]+)")?/g)].map(
    ([, file, title = '']) => ({
      file: file!,
      title,
    }),
  ),
}));

test('there are as many invariants as rows', () => {
  expect(invariants.length).toBeGreaterThan(30);
  expect(new Set(invariants.map(({ id }) => id)).size).toBe(invariants.length);
});

describe('the test that holds each invariant exists', () => {
  test.each(invariants)('$id', async ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, title } of tests) {
      const titles = titlesIn(await readFile(file, 'utf8'));
      expect(titles.length).toBeGreaterThan(0);
      expect(titles.filter((one) => one.startsWith(title))).not.toEqual([]);
    }
  });
});

/** The titles of the tests in a file, and of the groups around them. */
function titlesIn(source: string): string[] {
  const calls = source.matchAll(
    /\b(?:test|describe)(?:\.each)?\b[\s\S]*?\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"([^"\n]*)")/g,
  );
  return [...calls].map(([, single, double]) => (single ?? double ?? '').replaceAll("\\'", "'"));
}
