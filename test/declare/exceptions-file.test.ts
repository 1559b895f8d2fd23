import { describe, expect, test } from '@jest/globals';
import { readExceptions } from '../../src/declare/exceptions-file.ts';

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

describe('a problem has its line', () => {
  test.each([
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
  ])('%s', (_, text, problem) => {
    expect(problems(text)).toContainEqual(problem);
  });
});
