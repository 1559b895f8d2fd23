import * as v from 'valibot';
import type { VaultContext } from './backend.ts';
import { VaultError } from './vault-error.ts';

/**
 * Validates the request body. Fields that the schema does not name are ignored, as in Vault.
 *
 * @throws VaultError (400) that names each invalid field
 */
export function body<T extends v.GenericSchema>(c: VaultContext, schema: T): v.InferOutput<T> {
  const result = v.safeParse(schema, c.env.body);
  if (result.success) return result.output;
  throw new VaultError(400, ...result.issues.map(explain));
}

/** Describes the problem of a field. */
function explain(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  return issue.received === 'undefined' ? `missing ${field}` : `${field ?? 'body'}: ${issue.message}`;
}

/** A list of strings, or one comma-separated string. */
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

export const texts = v.record(v.string(), v.string());
