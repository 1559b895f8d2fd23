import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { publishedSchema } from '../../src/declare/published-schema.ts';
import { badCombinations, beyondSchema } from './corpus/relations.ts';
import { badStructure } from './corpus/structure.ts';
import { valid } from './corpus/valid.ts';
import { badValues } from './corpus/values.ts';

const accepts = new Ajv({ allErrors: true, strictTypes: false }).compile(JSON.parse(publishedSchema()));

/** Whether the schema takes every document of a text; one without content is none. */
function taken(text: string): boolean {
  const documents = parseAllDocuments(text, { schema: 'core', stringKeys: true });
  return [...documents]
    .filter((it) => text.trim() === '~' || it.toJS() !== null)
    .every((it) => accepts(it.toJS()));
}

describe('the published JSON Schema', () => {
  test('is the one that is committed (`node scripts/schema.mjs`)', async () => {
    expect(await readFile('schema/manifest.schema.json', 'utf8')).toBe(publishedSchema());
  });

  test('has a corpus to agree on', () => {
    expect(valid.length + badStructure.length + badValues.length).toBeGreaterThan(200);
  });

  test.each(valid.map((text) => [text]))('takes %j, as the parser does', (text) => {
    expect(taken(text)).toBe(true);
  });

  test.each([...badStructure, ...badValues, ...badCombinations].map(([text]) => [text]))(
    'refuses %j, as the parser does',
    (text) => {
      expect(taken(text)).toBe(false);
    },
  );

  test.each(beyondSchema.map(([text]) => [text]))('takes %j, which only the parser can refuse', (text) => {
    expect(taken(text)).toBe(true);
  });
});
