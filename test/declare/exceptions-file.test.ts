import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readExceptions } from '../../src/declare/exceptions-file.ts';
import { publishedExceptionsSchema } from '../../src/declare/published-schema.ts';
import { checkCatalogue } from '../../src/verify/checks/all-checks.ts';

const read = (text: string) =>
  readExceptions({ text, file: 'exceptions.yaml', input: 'exceptions' }, ['origin', 'expiry']);
const problems = (text: string) => {
  const result = read(text);
  if (!('problems' in result)) throw new Error('it is accepted');
  return result.problems.map(({ code, at, source }) => [code, at, source.line]);
};
const exception = `exceptions:
  - id: keymgmt/kms/aws/key/db@1/expiry
    reason: Replaced in the spring.
    owner: team-payments
    expires: 2027-01-31
`;

test('a file of exceptions, as YAML and as JSON', () => {
  const expected = {
    exceptions: [
      {
        id: 'keymgmt/kms/aws/key/db@1/expiry',
        reason: 'Replaced in the spring.',
        owner: 'team-payments',
        expires: '2027-01-31',
      },
    ],
    severities: { origin: 'low' },
  };
  expect(read(`${exception}severities:\n  origin: low\n`)).toEqual(expected);
  expect(read(JSON.stringify(expected))).toEqual(expected);
  expect(read('')).toEqual({ exceptions: [], severities: {} });
});

const refused: [string, string, [string, string, number]][] = [
  ['no date', exception.replace('2027-01-31', 'never'), ['invalid_date', 'exceptions[0].expires', 5]],
  ['no such day', exception.replace('01-31', '02-30'), ['invalid_date', 'exceptions[0].expires', 5]],
  [
    'a time',
    exception.replace('2027-01-31', '2027-01-31T00:00:00Z'),
    ['invalid_date', 'exceptions[0].expires', 5],
  ],
  ['no owner', exception.replace(/ {4}owner.*\n/, ''), ['missing_field', 'exceptions[0].owner', 2]],
  [
    'an empty reason',
    exception.replace(/reason: .*/, "reason: ''"),
    ['empty_value', 'exceptions[0].reason', 3],
  ],
  ['a typo', exception.replace('expires', 'expire'), ['missing_field', 'exceptions[0].expires', 2]],
  [
    'the same id twice',
    `${exception}${exception.split('\n').slice(1).join('\n')}`,
    ['duplicate_name', 'exceptions[1].id', 6],
  ],
  ['an unknown severity', 'severities: { origin: bad }', ['unknown_value', 'severities.origin', 1]],
  ['an unknown check', 'severities: { orign: low }', ['unknown_value', 'severities.orign', 1]],
  ['two documents', `${exception}---\n${exception}`, ['many_documents', '', 7]],
  ['no YAML', 'exceptions: [', ['yaml_syntax', '', 1]],
];

describe('a problem has its line', () => {
  test.each(refused)('%s', (_, text, problem) => {
    expect(problems(text)).toContainEqual(problem);
  });
});

describe('the published JSON Schema', () => {
  const schema = publishedExceptionsSchema(Object.keys(checkCatalogue));
  const accepts = new Ajv({ strictTypes: false }).compile(JSON.parse(schema));

  test('is the one that is committed (`node scripts/schema.mjs`)', async () => {
    expect(await readFile('schema/exceptions.schema.json', 'utf8')).toBe(schema);
  });

  test('takes what the parser takes, and refuses what it refuses, where a schema can say it', () => {
    for (const text of [exception, `${exception}severities:\n  origin: low\n`, '{}'])
      expect(accepts(parse(text))).toBe(true);
    const beyond = ['no such day', 'the same id twice', 'two documents', 'no YAML'];
    const taken = refused.filter(([name, text]) => !beyond.includes(name) && accepts(parse(text)));
    expect(taken).toEqual([]);
  });

  test('takes every example of the documentation', async () => {
    const pages = await Promise.all(['docs/audit.md', 'README.md'].map((page) => readFile(page, 'utf8')));
    const examples = pages
      .flatMap((page) => [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => text!))
      .filter((text) => /^(exceptions|severities):$/m.test(text));
    expect(examples.length).toBeGreaterThan(0);
    for (const text of examples) {
      expect({ text, taken: accepts(parse(text)) }).toEqual({ text, taken: true });
      const checks = Object.keys(checkCatalogue) as (keyof typeof checkCatalogue)[];
      expect(readExceptions({ text, file: null, input: null }, checks)).not.toHaveProperty('problems');
    }
  });
});
