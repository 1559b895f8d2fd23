import { readFileSync } from 'node:fs';
import { type InputSpecs, namesOf } from '../inputs/input-spec.ts';
import type { Env } from '../model/effects.ts';

/** What the command line says about each input. */
export interface OptionTexts {
  /** By input; inputs that were left out are missing. */
  readonly texts: Readonly<Record<string, string>>;
  /** Whole sentences; empty when every option can be used. */
  readonly problems: readonly string[];
}

/** `lambda_function` → `--lambda-function`. */
export function optionOf(input: string): string {
  return `--${input.replaceAll('_', '-')}`;
}

/** The environment variable that holds an input: `KEYMGMT_SECRET_ID`. */
export function variableOf(input: string): string {
  return `KEYMGMT_${input.toUpperCase()}`;
}

/**
 * Reads each input from its option, else from its `KEYMGMT_…` variable.
 *
 * A secret is never an argument, where every user of the machine can see it: the option takes `@` and a file's path.
 *
 * @param options by the input's name; a list for an option that was repeated
 */
export function optionTexts(
  specs: InputSpecs,
  options: Readonly<Record<string, string | readonly string[] | undefined>>,
  env: Env,
): OptionTexts {
  const texts: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of namesOf(specs)) {
    const given = options[name];
    if (given === undefined) {
      const variable = env[variableOf(name)];
      if (variable !== undefined) texts[name] = variable;
      continue;
    }
    const text = typeof given === 'string' ? given : given.join('\n');
    if (!isSecretHere(specs, name, text)) {
      texts[name] = text;
    } else if (text.startsWith('@')) {
      const file = readSecret(text.slice(1));
      if (typeof file === 'string') texts[name] = file;
      else problems.push(`${optionOf(name)}: ${file.problem}`);
    } else {
      problems.push(
        `${optionOf(name)}: a secret is not taken as an argument. Write ${optionOf(name)} @FILE, or set ${variableOf(name)}.`,
      );
    }
  }
  return { texts, problems };
}

/** A PEM may be given as a path, which is not a secret. */
function isSecretHere(specs: InputSpecs, name: string, text: string): boolean {
  const form = specs[name]?.secret;
  return form !== undefined && !(form === 'pem' && !text.includes('-----BEGIN') && !text.startsWith('@'));
}

function readSecret(path: string): string | { readonly problem: string } {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    return { problem: `${path} cannot be read: ${(error as Error).message}.` };
  }
}
