/**
 * Text of others as Markdown that shows it and does nothing else: no markup, no HTML, no mention, no link, and
 * no way out of a table's cell.
 */
export function cell(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => entities[character]!)
    .replace(/[\\`*_{}[\]()#+!|~$-]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, '&#64;')
    .replace(/https?:\/\//gi, (scheme) => scheme.replace(':', '&#58;'))
    .replace(/www\./gi, (start) => start.replace('.', '&#46;'))
    .replace(/\s*[\r\n]+\s*/g, '<br>');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text of others as code: HTML's element, since a backtick in the text would end Markdown's. */
export function code(text: string): string {
  return text === '' ? '' : `<code>${cell(text)}</code>`;
}
