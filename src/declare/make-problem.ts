import type { RuleCode } from '../model/codes/manifest-rules.ts';
import { rules } from '../model/codes/manifest-rules.ts';
import type { Problem, SourceLocation } from '../model/problem.ts';

/**
 * A problem that breaks one of the rules.
 *
 * @param at the path within the document
 * @param message a sentence; default: the rule's
 * @param remedy default: the rule's
 */
export function makeProblem(
  code: RuleCode,
  at: string,
  source: SourceLocation,
  message = `${rules[code].says}.`,
  remedy: string = rules[code].fix,
): Problem {
  return { code, at, source, message, remedy };
}

/** A value as shown in a message: short, on one line, never a whole list or map. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a map' : String(value);
}
