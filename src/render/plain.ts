import { stripVTControlCharacters } from 'node:util';

/**
 * Text from outside without invisible parts: no terminal codes, no control or formatting characters (bidirectional
 * overrides, zero-width characters, tags), no half of a surrogate pair. Line breaks are `\n`.
 */
export function plain(text: string): string {
  return stripVTControlCharacters(text.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n'))
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\p{Cs}/gu, '\ufffd');
}

/** Plain text on one line. */
export function oneLine(text: string): string {
  return plain(text).replace(/\s+/g, ' ').trim();
}

/** The text's first `length` characters, and a mark when there were more. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/\p{Cs}$/u, '')}…`;
}
