/**
 * Markdown that is folded away under a title.
 *
 * @param title HTML, escaped already
 * @param body empty: there is nothing to fold
 */
export function details(title: string, body: string): string {
  return body === '' ? '' : `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** Parts of a text, each a paragraph of its own; empty ones are left out. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
