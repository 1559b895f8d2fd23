/**
 * Markdown that is folded under a title; empty for an empty body.
 *
 * @param title escaped HTML
 * @param body Markdown
 */
export function details(title: string, body: string): string {
  return body === '' ? '' : `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** Joins the parts of a text as paragraphs, without the empty ones. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
