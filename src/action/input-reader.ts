import type * as Core from '@actions/core';
import { inputLocation, type Problem } from '../model/problem.ts';
import { Secret } from '../model/secret.ts';

/** Reads inputs and keeps count of what is wrong with them, so that all of it is reported at once. */
export class InputReader {
  readonly problems: Problem[] = [];
  /** What the runner must mask. */
  readonly secrets: Secret[] = [];
  readonly #core: Pick<typeof Core, 'getInput'>;

  constructor(core: Pick<typeof Core, 'getInput'>) {
    this.#core = core;
  }

  /** The text without surrounding white space; empty when the input is not given. */
  text(name: string): string {
    return this.#core.getInput(name);
  }

  /** A text that must not be shown; each of its lines is masked. */
  secret(name: string): string {
    const text = this.text(name);
    if (text !== '') this.secrets.push(new Secret(text));
    return text;
  }

  /** One entry a line; empty lines are skipped. */
  lines(name: string): string[] {
    return this.text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  /** `true` or `false`, nothing else. */
  boolean(name: string, fallback: boolean): boolean {
    return this.choice(name, ['true', 'false'], fallback ? 'true' : 'false') === 'true';
  }

  choice<T extends string>(name: string, options: readonly T[], fallback: T): T {
    const text = this.text(name);
    if (text === '') return fallback;
    const found = options.find((option) => option === text);
    if (found === undefined) {
      this.refuse(
        name,
        'invalid_choice',
        `"${text}" is none of ${options.join(', ')}.`,
        `Write one of them, or leave ${name} out for ${fallback}.`,
      );
    }
    return found ?? fallback;
  }

  /** One of the options a line; `null` when the input is not given. */
  choices<T extends string>(name: string, options: readonly T[]): T[] | null {
    const lines = this.lines(name);
    const unknown = lines.filter((line) => !options.some((option) => option === line));
    for (const line of unknown) {
      this.refuse(
        name,
        'invalid_choice',
        `"${line}" is none of ${options.join(', ')}.`,
        'Write one of them a line.',
      );
    }
    return lines.length === 0 ? null : options.filter((option) => lines.includes(option));
  }

  /** One AWS account id a line. */
  accounts(name: string): string[] {
    const lines = this.lines(name);
    for (const line of lines.filter((line) => !/^\d{12}$/.test(line))) {
      this.refuse(
        name,
        'invalid_account_id',
        `"${line}" is no AWS account id.`,
        'Write its 12 digits, one account a line.',
      );
    }
    return lines;
  }

  refuse(input: string, code: string, message: string, remedy: string): void {
    this.problems.push({ code, at: '', source: inputLocation(input), message, remedy });
  }
}
