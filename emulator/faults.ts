import * as v from 'valibot';
import type { RequestLine } from './request-log.ts';

const count = v.pipe(v.number(), v.integer('is a whole number'), v.minValue(0, 'is not negative'));
const pattern = v.pipe(v.string(), v.check(isPattern, 'is a regular expression'));

const fault = v.union(
  [
    v.strictObject({
      status: v.pipe(count, v.minValue(200), v.maxValue(599)),
      body: v.optional(v.unknown()),
      headers: v.optional(v.record(v.string(), v.string()), {}),
    }),
    v.strictObject({ drop: v.picklist(['before', 'after']) }),
    v.strictObject({ delay_ms: count }),
  ],
  'is {status, body, headers}, {drop: "before" | "after"} or {delay_ms}',
);

const rule = v.strictObject({
  /** Every part that is given has to fit. */
  match: v.optional(
    v.strictObject({
      method: v.optional(v.string()),
      /** A regular expression, searched in the path. */
      path: v.optional(pattern),
      /** An AWS operation. */
      operation: v.optional(v.string()),
    }),
    {},
  ),
  /** How many requests are hit; left out: every one, until the faults are cleared. */
  times: v.optional(count),
  /** How many matching requests pass unharmed before. */
  skip: v.optional(count, 0),
  fault,
});

/** The body of `POST /_emulator/faults`: rules, of which the first that fits a request decides. */
export const faultRules = v.array(rule);

export type FaultRule = v.InferOutput<typeof rule>;
export type Fault = v.InferOutput<typeof fault>;

/** The faults in force. */
export class Faults {
  #rules: { readonly rule: FaultRule; skip: number; times: number }[] = [];

  /** Adds rules after those that are there. */
  add(rules: readonly FaultRule[]): void {
    for (const one of rules) {
      this.#rules.push({ rule: one, skip: one.skip, times: one.times ?? Number.POSITIVE_INFINITY });
    }
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault that hits this request, which is thereby used once; `null` for none. */
  take(line: RequestLine): Fault | null {
    for (const counted of this.#rules) {
      if (!fits(counted.rule, line) || counted.times === 0) continue;
      if (counted.skip > 0) {
        counted.skip--;
        continue;
      }
      counted.times--;
      return counted.rule.fault;
    }
    return null;
  }
}

function fits({ match }: FaultRule, { method, path, operation }: RequestLine): boolean {
  return (
    (match.method === undefined || match.method.toUpperCase() === method) &&
    (match.path === undefined || new RegExp(match.path).test(path)) &&
    (match.operation === undefined || match.operation === operation)
  );
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
