import * as v from 'valibot';
import type { VaultContext } from './backend.ts';
import { Refusal } from './refusal.ts';

/**
 * The call's body, checked; fields that the schema does not name are left out, as Vault does.
 *
 * @throws Refusal (400) that names each field
 */
export function body<T extends v.GenericSchema>(c: VaultContext, schema: T): v.InferOutput<T> {
  const result = v.safeParse(schema, c.env.body);
  if (result.success) return result.output;
  throw new Refusal(400, ...result.issues.map(explain));
}

/** What is wrong with a field. */
export function explain(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  return issue.received === 'undefined' ? `missing ${field}` : `${field ?? 'body'}: ${issue.message}`;
}

/** A list of texts, or one text with commas. */
export const names = v.union([
  v.array(v.string()),
  v.pipe(
    v.string(),
    v.transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ),
]);

/** `true`, `false`, or their names. */
export const flag = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(['true', 'false']),
    v.transform((text) => text === 'true'),
  ),
]);

/** Seconds, or text such as `1h`; {@link import('./duration.ts').seconds} reads it. */
export const duration = v.union([v.number(), v.string()]);

export const texts = v.record(v.string(), v.string());
