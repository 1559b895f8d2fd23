import { plain } from './plain.ts';

/** A text as a code block, in a fence that is longer than any that it holds. */
export function fenced(language: string, text: string): string {
  const lines = plain(text).trimEnd();
  const longest = Math.max(2, ...(lines.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${lines}\n${fence}`;
}
