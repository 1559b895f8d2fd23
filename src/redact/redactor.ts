import type { Secret } from '../model/secret.ts';
import { formsOf, secretValues } from './secret-values.ts';

/** What stands in place of a secret, as in GitHub's log. */
const redacted = '***';
/** A value that is shorter than this is part of ordinary words, so it is not redacted. */
const shortest = 4;
/** A value that is shorter than this is redacted only as a whole word. */
const distinctive = 8;

/**
 * Removes every secret of the run from text, whatever form a server repeated it in. GitHub masks secrets in its log, but
 * not in comments, issues or files; AWS masks none.
 */
export class Redactor {
  readonly #forms = new Set<string>();
  #pattern: RegExp | null = null;

  add(secrets: Iterable<Secret>): void {
    const before = this.#forms.size;
    for (const secret of secrets) {
      const text = secret.reveal();
      for (const value of [...secretValues(text), text]) {
        if (value.length >= shortest) for (const form of formsOf(value)) this.#forms.add(form);
      }
    }
    if (this.#forms.size > before) this.#pattern = patternOf(this.#forms);
  }

  text(text: string): string {
    return this.#pattern === null ? text : text.replace(this.#pattern, redacted);
  }

  /** Plain data with every string in it redacted, names of fields included; what holds no secret is not copied. */
  data<T>(data: T): T {
    if (this.#pattern === null) return data;
    return this.#walk(data) as T;
  }

  #walk(data: unknown): unknown {
    if (typeof data === 'string') return this.text(data);
    if (Array.isArray(data)) {
      const items = data.map((item) => this.#walk(item));
      return items.every((item, index) => item === data[index]) ? data : items;
    }
    if (typeof data !== 'object' || data === null) return data;
    const fields = Object.entries(data).map(
      ([name, value]) => [this.text(name), this.#walk(value), name, value] as const,
    );
    const isClean = fields.every(([clean, cleaned, name, value]) => clean === name && cleaned === value);
    return isClean ? data : Object.fromEntries(fields.map(([name, value]) => [name, value]));
  }
}

/** The longest form first, so that no part of one is left over. */
function patternOf(forms: ReadonlySet<string>): RegExp {
  const alternatives = [...forms]
    .sort((a, b) => b.length - a.length)
    .map((form) => {
      const literal = form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      return form.length >= distinctive ? literal : `(?<![\\w-])${literal}(?![\\w-])`;
    });
  return new RegExp(alternatives.join('|'), 'g');
}
