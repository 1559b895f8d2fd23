import { toJsonSchema } from '@valibot/to-json-schema';
import { exceptionsSchema } from './exceptions-schema.ts';
import { manifestSchema } from './manifest-schema.ts';

/**
 * The JSON Schema of one document of a manifest, for editors: the text of `schema/manifest.schema.json`.
 *
 * It covers what the parser checks, except what a schema cannot express: that a name is declared elsewhere and only
 * once, that a variable is set, that a replica is not in its own region, that a distributed key's name fits an alias.
 * It is draft-07, which editors support best.
 */
export function publishedSchema(): string {
  const schema = toJsonSchema(manifestSchema, { target: 'draft-07', typeMode: 'input' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/**
 * The JSON Schema of a file of exceptions, for editors: the text of `schema/exceptions.schema.json`. It cannot express
 * that the calendar has the day of an expiry, and that no id is there twice.
 *
 * @param checks the ids of the checks, whose severities may be set
 */
export function publishedExceptionsSchema(checks: readonly string[]): string {
  const schema = toJsonSchema(exceptionsSchema(new Set(checks)), {
    target: 'draft-07',
    typeMode: 'input',
    ignoreActions: ['check'],
  });
  const severities = { ...(schema.properties?.['severities'] as object), propertyNames: { enum: checks } };
  return `${JSON.stringify({ ...schema, properties: { ...schema.properties, severities } }, null, 2)}\n`;
}
