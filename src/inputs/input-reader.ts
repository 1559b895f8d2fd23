import type { ProblemCode } from '../model/codes/catalogue.ts';
import { durationPattern, milliseconds } from '../model/duration.ts';
import type { Env } from '../model/effects.ts';
import { inputLocation, type Problem } from '../model/problem.ts';
import { Secret } from '../model/secret.ts';
import { goBoolean, goDuration } from './go-values.ts';
import type { InputSpec, InputSpecs } from './input-spec.ts';

/** The names of the inputs in `S`. */
type Name<S extends InputSpecs> = keyof S & string;

/** The values that the input `N` accepts. */
type Choice<S extends InputSpecs, N extends Name<S>> = S[N] extends {
  readonly choices: readonly (infer C extends string)[];
}
  ? C
  : never;

/** Reads inputs by their specs, and collects every problem, so that all of them are reported at once. */
export class InputReader<S extends InputSpecs> {
  readonly problems: Problem[] = [];
  readonly specs: S;
  readonly #textOf: (name: Name<S>) => string;
  readonly #env: Env;

  /** @param textOf the text of an input as the user wrote it; empty when it was left out */
  constructor(specs: S, textOf: (name: Name<S>) => string, env: Env) {
    this.specs = specs;
    this.#textOf = textOf;
    this.#env = env;
  }

  /** What the user wrote, without surrounding white space. */
  given(name: Name<S>): string {
    return this.#textOf(name).trim();
  }

  /** What the user wrote, else the environment variable that stands in, else the default; empty for none. */
  text(name: Name<S>): string {
    return this.given(name) || this.#variable(name) || this.#default(name);
  }

  /** As {@link text}; `null` for none. */
  secret(name: Name<S>): Secret | null {
    const text = this.text(name);
    return text === '' ? null : new Secret(text);
  }

  /** The entries of a list, one per line; empty lines are skipped. */
  lines(name: Name<S>): string[] {
    return this.text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  /** `true` or `false`; a variable may also hold what Go accepts. */
  boolean(name: Name<S>): boolean {
    const text = this.text(name);
    const strict = text === 'true' ? true : text === 'false' || text === '' ? false : null;
    const value = this.#fromVariable(name) ? goBoolean(text) : strict;
    if (value !== null) return value;
    this.addProblem('invalid_boolean', name, `is "${text}".`, 'Write `true` or `false`.');
    return this.#default(name) === 'true';
  }

  /** Milliseconds. */
  duration(name: Name<S>): number {
    const text = this.text(name);
    if (this.#fromVariable(name)) {
      const ms = goDuration(text);
      if (ms !== null) return ms;
      const remedy = 'Write seconds, or a duration such as `90s`.';
      this.addProblem('invalid_duration', name, `is "${text}".`, remedy);
    } else {
      if (durationPattern.test(text)) return milliseconds(text);
      if (text === '0s' && this.#spec(name).allows_zero) return 0;
      const zero = this.#spec(name).allows_zero ? ', or `0s` for none' : '';
      const remedy = `Write a duration, such as \`90s\`, \`15m\` or \`12h\`${zero}.`;
      this.addProblem('invalid_duration', name, `is "${text}".`, remedy);
    }
    return milliseconds(this.#default(name));
  }

  /** A whole number within the input's bounds. */
  integer(name: Name<S>): number {
    const text = this.text(name);
    const [min, max] = this.#spec(name).range ?? [0, Number.MAX_SAFE_INTEGER];
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    const remedy = `Write a whole number from ${min} to ${max}.`;
    this.addProblem('invalid_number', name, `is "${text}".`, remedy);
    return Number(this.#default(name));
  }

  /** One of the input's choices. */
  choice<N extends Name<S>>(name: N): Choice<S, N> {
    const text = this.text(name);
    const { choices = [] } = this.#spec(name);
    if (choices.includes(text)) return text as Choice<S, N>;
    const fallback = this.#default(name);
    const remedy = `Write one of them, or leave ${name} out for ${fallback}.`;
    this.addProblem('invalid_choice', name, `is "${text}", not one of ${choices.join(', ')}.`, remedy);
    return fallback as Choice<S, N>;
  }

  /** Some of the input's choices, in their own order; `null` when the input was left out. */
  choices<N extends Name<S>>(name: N): Choice<S, N>[] | null {
    const lines = this.lines(name);
    const { choices = [] } = this.#spec(name);
    for (const line of lines.filter((line) => !choices.includes(line))) {
      const message = `has the line "${line}", which is not one of ${choices.join(', ')}.`;
      this.addProblem('invalid_choice', name, message, 'Write one of them per line.');
    }
    if (lines.length === 0) return null;
    return choices.filter((choice) => lines.includes(choice)) as Choice<S, N>[];
  }

  /**
   * Adds a problem with an input.
   *
   * @param message follows the input's name (or the variable's), and never repeats a secret
   */
  addProblem(code: ProblemCode, name: Name<S>, message: string, remedy: string): void {
    const { variable } = this.#spec(name);
    const subject = this.#fromVariable(name) ? `${variable} (for ${name})` : name;
    const source = inputLocation(name);
    this.problems.push({ code, at: '', source, message: `${subject} ${message}`, remedy });
  }

  #spec(name: Name<S>): InputSpec {
    return this.specs[name]!;
  }

  #default(name: Name<S>): string {
    const { default: text = '' } = this.#spec(name);
    return text.startsWith('${{') ? '' : text;
  }

  #variable(name: Name<S>): string {
    const { variable } = this.#spec(name);
    return variable === undefined ? '' : (this.#env[variable] ?? '').trim();
  }

  #fromVariable(name: Name<S>): boolean {
    return this.given(name) === '' && this.#variable(name) !== '';
  }
}
