import type { RequestContext } from './request.ts';
import { lookUp } from './request.ts';
import type { Ternary } from './ternary.ts';
import { ternary } from './ternary.ts';

export interface PatternOptions {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** `${…}` is a policy variable; `null`: it is text. */
  readonly variables: RequestContext | null;
  readonly ignore_case?: boolean;
}

const variable = /\$\{([^},]*)(?:,\s*'([^']*)'\s*)?\}/g;
const literals: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };

/**
 * Whether a policy's pattern covers a text. A variable whose value is not known may have any; one that the request
 * does not carry covers nothing, unless it has a default.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function covers(pattern: string, text: string, options: PatternOptions): Ternary {
  const { variables, ignore_case = false } = options;
  if (variables === null) return ternary(matches(sourceOf(pattern, options), text, ignore_case));
  let source = '';
  let from = 0;
  let isOpen = false;
  for (const match of pattern.matchAll(variable)) {
    const [whole, name = '', fallback] = match;
    const value = literals[name] ?? variableValue(name, fallback, variables);
    if (value === null) return 'no';
    source +=
      sourceOf(pattern.slice(from, match.index), options) + (value === unknownValue ? '.*' : escaped(value));
    isOpen ||= value === unknownValue;
    from = match.index + whole.length;
  }
  const rest = pattern.slice(from);
  if (rest.includes('${')) return 'unknown';
  if (!matches(source + sourceOf(rest, options), text, ignore_case)) return 'no';
  return isOpen ? 'unknown' : 'yes';
}

/** Whether a text has a variable that the request does not carry, and that has no default. */
export function hasMissingVariable(text: string, variables: RequestContext | null): boolean {
  if (variables === null) return false;
  return [...text.matchAll(variable)].some(
    ([, name = '', fallback]) =>
      literals[name] === undefined && variableValue(name, fallback, variables) === null,
  );
}

/** Whether a text has a policy variable in it. */
export function hasVariable(text: string): boolean {
  return text.includes('${');
}

const unknownValue = Symbol('unknown');

function variableValue(
  name: string,
  fallback: string | undefined,
  context: RequestContext,
): string | null | typeof unknownValue {
  const values = lookUp(context, name.trim());
  if (values === 'absent') return fallback ?? null;
  if (values === 'unknown' || values.length !== 1) return unknownValue;
  return values[0]!;
}

function sourceOf(text: string, { wildcards }: PatternOptions): string {
  const source = escaped(text);
  return wildcards ? source.replaceAll('\\*', '.*').replaceAll('\\?', '.') : source;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function matches(source: string, text: string, ignoreCase: boolean): boolean {
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(text);
}
