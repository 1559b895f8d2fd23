import { clip, plain } from './plain.ts';

/** No single text of others is longer in Markdown than this many characters: the report file has all of it. */
const longest = 4000;

/**
 * Text of others as Markdown that shows it and does nothing else: no markup, no HTML, no mention, no link, and
 * no way out of a table's cell or a list's item.
 *
 * Two readers have to be kept from it. Markdown's parser takes a character reference for text, so all that it
 * could act on is one. GitHub's filters for mentions, issues, emoji and links look at the text that comes out,
 * where a character reference is the character again; an element that holds nothing breaks their patterns, and
 * copying the text still gives the text.
 *
 * Sources: https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references,
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function inline(text: string): string {
  return clip(plain(text).trim(), longest)
    .split('\n')
    .map((line) => line.trim().replace(active, defuse))
    .filter((line) => line !== '')
    .join('<br>');
}

/** Text of others as code: HTML's element, since a backtick in the text would end Markdown's. */
export function code(text: string): string {
  const shown = inline(text);
  return shown === '' ? '' : `<code>${shown}</code>`;
}

const nothing = '<span></span>';

/** What one of the two readers could act on; some only at a line's start, where they would begin a list or a rule. */
const active =
  /[@#$]|:(?=\/\/|[\w+-]+:)|\bwww(?=\.)|\bgh(?=-\d)|^\d+(?=[.)](?:\s|$))|^[-+=]|[&<>`\\*_[\]|~]/giu;

function defuse(match: string): string {
  if (match === '$') return `<span>${reference(match)}</span>`;
  if (/^\d+$/.test(match) || /^(www|gh)$/i.test(match)) return `${match}${nothing}`;
  if (match === '@' || match === '#' || match === ':') return `${reference(match)}${nothing}`;
  return reference(match);
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
