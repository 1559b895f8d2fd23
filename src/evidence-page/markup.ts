import { html } from 'hono/html';
import { clip, plain } from '../render/plain.ts';

/** A piece of the page: hono's `html` has escaped whatever was put into it. */
export type Markup = ReturnType<typeof html>;

/** The longest text from outside on the page, in characters; the report has all of it. */
const longest = 4000;

/**
 * HTML in which every value is text that only shows itself: escaped, and without invisible characters. A value that is
 * markup itself stays markup; `null`, `undefined` and `false` show nothing.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  return html(strings, ...values.map(visible));
}

/** Nothing, where a piece of the page is left out. */
export const nothing: Markup = html``;

function visible(value: unknown): unknown {
  if (typeof value === 'string') return clip(plain(value), longest);
  return Array.isArray(value) ? value.map(visible) : value;
}
