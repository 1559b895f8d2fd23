import { plain } from './plain.ts';

/** A text as a code block, with a fence longer than any inside it. */
export function fenced(language: string, text: string): string {
  const lines = plain(text).trimEnd();
  const longest = Math.max(2, ...(lines.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${lines}\n${fence}`;
}
