/**
 * One input as plain data. `action.yml`, `action-types.yml`, `docs/reference.md` and the reader are made from
 * it, so that an input is declared once.
 */
export interface InputSpec {
  /** Markdown; sentences without a line break. Default and environment variable are added where it is shown. */
  readonly description: string;
  /** What the text is read as; `text` when absent. */
  readonly type?: 'text' | 'boolean' | 'integer' | 'duration' | 'list';
  /** The values that are accepted: of the text, or of each line of a list. */
  readonly choices?: readonly string[];
  /** The bounds of an integer, both inclusive. */
  readonly range?: readonly [min: number, max: number];
  /** Whether a duration may be `0s`. */
  readonly allows_zero?: true;
  /** What an empty input means. A `${{ … }}` expression is evaluated by the runner and means nothing here. */
  readonly default?: string;
  /** The environment variable that stands in for an empty input. */
  readonly variable?: string;
  /** Present when the value, or a part of it, must never be shown. */
  readonly secret?: SecretForm;
  /** Present when a login cannot do without the input: where a user finds the value. */
  readonly required?: string;
}

/**
 * Which part of an input is secret: all of it (`text`), the values of a JSON or YAML map (`structured`), a PEM
 * unless the text is a path (`pem`), or the values of HTTP headers whose names say so (`headers`).
 */
export type SecretForm = 'text' | 'structured' | 'pem' | 'headers';

/** Inputs by name, in the order in which they are documented. */
export type InputSpecs = Readonly<Record<string, InputSpec>>;

/** The texts of inputs as the user wrote them; empty where an input was left out. */
export type InputTexts<S extends InputSpecs> = Readonly<Record<keyof S & string, string>>;

/** The names of inputs, in their order. */
export function namesOf<S extends InputSpecs>(specs: S): (keyof S & string)[] {
  return Object.keys(specs);
}

/** Texts for every input of `specs`: those given, and empty ones for the rest. */
export function fillTexts<S extends InputSpecs>(specs: S, given: Partial<InputTexts<S>>): InputTexts<S> {
  const entries = namesOf(specs).map((name) => [name, given[name] ?? '']);
  return Object.fromEntries(entries) as InputTexts<S>;
}
