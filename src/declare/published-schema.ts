import { toJsonSchema } from '@valibot/to-json-schema';
import { manifestSchema } from './manifest-schema.ts';

/**
 * The JSON Schema of one document of a manifest, for editors: the text of `schema/manifest.schema.json`.
 *
 * It says what the parser says but for what a schema cannot: that a name is declared once and elsewhere, that a
 * variable is set, that a replica is not in its own region, that a distributed key's name fits an alias. It is
 * draft-07, which editors know best.
 */
export function publishedSchema(): string {
  const schema = toJsonSchema(manifestSchema, { target: 'draft-07', typeMode: 'input' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
