import { escapePattern } from '../../glob.ts';
import type { Context } from './context.ts';

const variable = /\$\{([^},]+)(?:, *'([^']*)')?\}/g;
const literals: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };

/**
 * Whether a policy pattern (`*`, `?`, and policy variables such as `${aws:username}`) matches the whole text. A variable
 * without a value and a default matches nothing.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function covers(pattern: string, text: string, context: Context, flags = ''): boolean {
  return coversFrom(0, pattern, text, context, flags);
}

/** Like {@link covers}, for a `Resource`: variables are replaced only after the fifth colon of the ARN. */
export function coversResource(pattern: string, text: string, context: Context): boolean {
  const [head = pattern] = /^(?:(?:\$\{[^}]*\}|[^:])*:){5}/.exec(pattern) ?? [];
  return coversFrom(head.length, pattern, text, context, '');
}

/** @param start the offset in the pattern from which variables are replaced */
function coversFrom(start: number, pattern: string, text: string, context: Context, flags: string): boolean {
  const source = replaced(pattern, context, start, wildcards, escapePattern);
  return source !== null && new RegExp(`^${source}$`, `s${flags}`).test(text);
}

/** Replaces the variables of a pattern without wildcards; `null` when one has no value. */
export function fill(pattern: string, context: Context): string | null {
  return replaced(pattern, context, 0, String, String);
}

function replaced(
  pattern: string,
  context: Context,
  start: number,
  ofText: (text: string) => string,
  ofValue: (value: string) => string,
): string | null {
  let result = '';
  let from = 0;
  for (const match of pattern.matchAll(variable)) {
    if (match.index < start) continue;
    const value = variableValue(match[1]!, match[2], context);
    if (value === null) return null;
    result += ofText(pattern.slice(from, match.index)) + ofValue(value);
    from = match.index + match[0].length;
  }
  return result + ofText(pattern.slice(from));
}

function variableValue(name: string, fallback: string | undefined, context: Context): string | null {
  const values = context.get(name.toLowerCase());
  return literals[name] ?? (values?.length === 1 ? values[0]! : (fallback ?? null));
}

function wildcards(text: string): string {
  return escapePattern(text).replaceAll('\\*', '.*').replaceAll('\\?', '.');
}
