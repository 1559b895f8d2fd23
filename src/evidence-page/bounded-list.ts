import { type Markup, markup, nothing } from './markup.ts';

/** Entries of a list that the page names; the report has the others. */
export const named = 500;

/** A list under its title; nothing for an empty one. */
export function list(title: string, items: readonly Markup[]): Markup {
  if (items.length === 0) return nothing;
  return markup`<h3>${title}</h3>
<ul>${items.slice(0, named)}</ul>
${more(items.length)}
`;
}

/** How many of so many entries the page leaves out. */
export function more(length: number): Markup {
  return length > named ? markup`<p>The report has ${length - named} more.</p>` : nothing;
}
