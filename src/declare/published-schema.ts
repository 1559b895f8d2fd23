import { toJsonSchema } from '@valibot/to-json-schema';
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
