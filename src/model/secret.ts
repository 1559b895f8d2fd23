const hidden = '[secret]';

/**
 * A value that no log, JSON, template string or inspection can show.
 *
 * The only way to the text is {@link Secret.reveal}, so a search for that word finds each place where a
 * secret leaves the program.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden;
  }
}
