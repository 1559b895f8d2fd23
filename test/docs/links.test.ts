import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { glob } from 'tinyglobby';

const pages = await glob(['*.md', 'docs/**/*.md', 'test/**/*.md', 'assumptions/**/*.md'], {
  ignore: ['**/node_modules/**'],
});
const texts = new Map(
  await Promise.all(pages.map(async (page) => [page, await readFile(page, 'utf8')] as const)),
);

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
  const counts = new Map<string, number>();
  return new Set(
    headings.map((slug) => {
      const count = counts.get(slug) ?? 0;
      counts.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

/** The links within the repository that lead nowhere. */
function brokenLinks(page: string, text: string): string[] {
  const links = [
    ...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/(?:\]\(|src=")(?!https?:|mailto:)([^)"\s]+)[)"]/g),
  ];
  return links.flatMap(([, link]) => {
    const [path = '', anchor] = link!.split('#');
    const target = path === '' ? page : relative('.', join(dirname(page), path));
    if (!existsSync(target)) return [`${page}: ${link}`];
    const there = texts.get(target);
    return anchor === undefined || there === undefined || anchorsOf(there).has(anchor)
      ? []
      : [`${page}: ${link}`];
  });
}

test('every link between pages leads to a file, and to a heading of it', () => {
  expect(pages.length).toBeGreaterThan(15);
  expect([...texts].flatMap(([page, text]) => brokenLinks(page, text))).toEqual([]);
  expect(brokenLinks('README.md', '[a](docs/nothing.md) [b](docs/support.md#nothing)')).toHaveLength(2);
});
