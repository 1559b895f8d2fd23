/** Whether a text matches a pattern in which `*` stands for any text. */
export function globMatches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map(escapePattern);
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

/** The text as a regular expression that matches only itself. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
