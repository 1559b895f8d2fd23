import * as v from 'valibot';
import type { RequestLine } from './request-log.ts';

const count = v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(0, 'must not be negative'));
const pattern = v.pipe(v.string(), v.check(isPattern, 'must be a regular expression'));

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
  'must be {status, body, headers}, {drop: "before" | "after"} or {delay_ms}',
);

const rule = v.strictObject({
  /** All given fields must match. */
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
  /** How many requests get the fault. Default: every one, until the faults are cleared. */
  times: v.optional(count),
  /** How many matching requests pass first. */
  skip: v.optional(count, 0),
  fault,
});

/** The body of `POST /_emulator/faults`: rules, or one rule. The first rule that matches a request applies. */
export const faultRules = v.pipe(
  v.unknown(),
  v.transform((body) => [body].flat()),
  v.array(rule),
);

export type FaultRule = v.InferOutput<typeof rule>;
export type Fault = v.InferOutput<typeof fault>;

/** The active faults. */
export class Faults {
  #rules: (FaultRule & { times: number })[] = [];

  /** Appends rules. */
  add(rules: readonly FaultRule[]): void {
    for (const one of rules) this.#rules.push({ ...one, times: one.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault for this request, counted as used once; `null` for none. */
  take(line: RequestLine): Fault | null {
    for (const one of this.#rules.filter((each) => matchesRule(each, line) && each.times > 0)) {
      if (one.skip === 0) {
        one.times--;
        return one.fault;
      }
      one.skip--;
    }
    return null;
  }
}

function matchesRule({ match }: FaultRule, { method, path, operation }: RequestLine): boolean {
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
