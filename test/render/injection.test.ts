import { describe, expect, test } from '@jest/globals';
import { code, inline } from '../../src/render/escape.ts';
import { plain } from '../../src/render/plain.ts';
import { summaryMarkdown } from '../../src/render/summary.ts';
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
  const frame = new Set([...seen(summaryMarkdown(poisoned('x'), 1e6)).elements, 'br', 'span', 'code']);

  test.each(cases)('%s', (_, text) => {
    const { elements, attributes, filtered, comments } = seen(summaryMarkdown(poisoned(text), 1e6));

    expect(elements.filter((element) => !frame.has(element))).toEqual([]);
    expect(attributes).toEqual(['code class=language-mermaid']);
    expect(comments).toEqual([]);
    expect(filterHits(filtered)).toEqual([]);
  });
});
