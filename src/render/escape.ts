import { clip, plain } from './plain.ts';

/** The longest text from outside in Markdown, in characters; the report file has all of it. */
const longest = 4000;

/**
 * Text from outside as Markdown that only shows it: no markup, no HTML, no mention, no link, and no end of a table's
 * cell or a list's item.
 *
 * Two parsers read it. Markdown's parser treats a character reference as text, so every character that it would act on
 * becomes one. GitHub's filters for mentions, issues, emoji and links read the resulting text, where a character
 * reference is the character again; an empty element breaks their patterns, and copying the text still gives the text.
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

/** Text from outside as code: HTML's element, since a backtick in the text would end Markdown's. */
export function code(text: string): string {
  const shown = inline(text);
  return shown === '' ? '' : `<code>${shown}</code>`;
}

const emptyElement = '<span></span>';

/** What one of the two parsers acts on; some only at the start of a line, where they begin a list or a rule. */
const active =
  /[@#$]|:(?=\/\/|[\w+-]+:)|\bwww(?=\.)|\bgh(?=-\d)|^\d+(?=[.)](?:\s|$))|^[-+=]|[&<>`\\*_[\]|~]/giu;

function defuse(match: string): string {
  if (match === '$') return `<span>${reference(match)}</span>`;
  if (/^\d+$/.test(match) || /^(www|gh)$/i.test(match)) return `${match}${emptyElement}`;
  if (match === '@' || match === '#' || match === ':') return `${reference(match)}${emptyElement}`;
  return reference(match);
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
