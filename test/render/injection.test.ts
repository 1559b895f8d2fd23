import { describe, expect, test } from '@jest/globals';
import { commentMarkdown } from '../../src/render/comment-markdown.ts';
import { code, inline } from '../../src/render/escape.ts';
import {
  closedIssueMarkdown,
  findingsOf,
  issueMarkdown,
  issueTitle,
} from '../../src/render/issue-markdown.ts';
import { markerOf } from '../../src/render/marker.ts';
import { plain } from '../../src/render/plain.ts';
import { summaryMarkdown } from '../../src/render/summary-markdown.ts';
import { filterHits, seen } from './github-markdown.ts';
import { hostile } from './hostile.ts';
import { poisoned } from './samples.ts';

const title = (text: string) => JSON.stringify(text.slice(0, 60));
const cases = hostile.map((text) => [title(text), text] as const);

/** What is shown with all white space as one blank, since Markdown and HTML do not keep it. */
const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

test('the corpus is large enough', () => {
  expect(new Set(hostile).size).toBeGreaterThanOrEqual(40);
});

describe.each([
  ['a paragraph', (text: string) => inline(text)],
  ['a list', (text: string) => `- ${inline(text)}`],
  ['a table', (text: string) => `| a |\n| --- |\n| ${inline(text)} |`],
  ['bold text', (text: string) => `**so: ${inline(text)}**`],
  ['code', (text: string) => code(text)],
])('in %s', (_, place) => {
  const frame = new Set([...seen(place('x')).elements, 'br', 'span', 'code']);

  test.each(cases)('%s is shown, and nothing else', (_, text) => {
    const { elements, attributes, text: shown, filtered, comments } = seen(place(text));

    expect(elements.filter((element) => !frame.has(element))).toEqual([]);
    expect(attributes).toEqual([]);
    expect(comments).toEqual([]);
    expect(filterHits(filtered)).toEqual([]);
    if (text.length < 4000) expect(flat(shown)).toContain(flat(plain(text)));
  });
});

describe('in every place of a job summary', () => {
  const frame = new Set([...seen(summaryMarkdown(poisoned('x'), 1e6)).elements, 'br', 'span', 'code', 'em']);

  test.each(cases)('%s', (_, text) => {
    const { elements, attributes, filtered, comments } = seen(summaryMarkdown(poisoned(text), 1e6));

    expect(elements.filter((element) => !frame.has(element))).toEqual([]);
    expect(attributes).toEqual(['code class=language-mermaid']);
    expect(comments).toEqual([]);
    expect(filterHits(filtered)).toEqual([]);
  });
});

/** What the next run reads back, for texts that could look like what it looks for. */
function previous(text: string): string | null {
  const report = poisoned(text);
  return /<|\n|`/.test(text) ? commentMarkdown(report, markerOf('comment', report, text), null) : null;
}

describe('in every place of a comment, and of one that is brought up to date', () => {
  const body = (text: string) => {
    const report = { ...poisoned(text), applied: null };
    return commentMarkdown(
      { ...report, warnings: [], command: 'plan' },
      markerOf('comment', report, text),
      previous(text),
    );
  };
  const frame = new Set([...seen(body('x')).elements, 'br', 'span', 'code', 'em']);
  const ours = seen(body('<')).comments.length;

  test.each(cases)('%s', (_, text) => {
    const markdown = body(text);
    const { elements, attributes, filtered, comments } = seen(markdown);

    expect(elements.filter((element) => !frame.has(element))).toEqual([]);
    expect(attributes.filter((attribute) => attribute !== 'code class=language-diff')).toEqual([]);
    expect(comments.every((comment) => /^ (vault-keymgmt-aws-kms|\/?now|\/?earlier)/.test(comment))).toBe(
      true,
    );
    expect(comments.length).toBeLessThanOrEqual(ours);
    expect(filterHits(filtered)).toEqual([]);
    expect(markdown.length).toBeLessThanOrEqual(65_536);
  });
});

describe('in every place of an issue that was open, and is closed', () => {
  const bodies = (text: string) => {
    const report = { ...poisoned(text), command: 'plan' as const };
    const marker = markerOf('issue', report, text);
    return closedIssueMarkdown(issueMarkdown(findingsOf(report), marker), marker, report);
  };
  const frame = new Set([...seen(bodies('x')).elements, 'br', 'span', 'code', 'em']);

  test.each(cases)('%s', (_, text) => {
    const { elements, attributes, filtered } = seen(bodies(text));

    expect(elements.filter((element) => !frame.has(element))).toEqual([]);
    expect(attributes).toEqual([]);
    expect(filterHits(filtered)).toEqual([]);
    expect(issueTitle(poisoned(text))).toMatch(/^[\w ./?:,-]+…?$/);
  });
});
