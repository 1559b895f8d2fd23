import { expect, test } from '@jest/globals';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { junitXml } from '../../src/render/junit.ts';
import { hostile } from './hostile.ts';
import { poisoned, run, samples } from './samples.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => ['testsuite', 'testcase'].includes(name),
  processEntities: { enabled: true, maxTotalExpansions: 1e7, maxExpandedLength: 1e8 },
  htmlEntities: true,
});

const suites = (
  report: ReturnType<typeof run>,
): { name: string; tests: string; failures: string; skipped: string }[] =>
  parser.parse(junitXml(report)).testsuites.testsuite ?? [];

test.each([
  ['a clean plan', samples.clean, []],
  ['changes', samples.changes, [{ name: 'plan', tests: '4', failures: '0', skipped: '4' }]],
  [
    'drift that fails',
    run({ ...samples.changes, error: { code: 'drift', message: '' } }),
    [{ name: 'plan', failures: '4' }],
  ],
  ['a refusal', samples.refusal, [{ name: 'plan', tests: '2', failures: '1' }]],
  ['an apply that failed', samples.applied, [{ name: 'plan', tests: '3', failures: '1', skipped: '1' }]],
  [
    'a failed verification',
    samples.failed,
    [
      { name: 'keys', tests: '6', failures: '1', skipped: '0' },
      { name: 'permissions', tests: '3', failures: '1', skipped: '1' },
    ],
  ],
])('%s', (_, report, expected) => {
  expect(suites(report)).toMatchObject(expected);
});

test('hostile texts stay text', () => {
  for (const text of hostile) {
    const xml = junitXml(poisoned(text));
    expect(XMLValidator.validate(xml)).toBe(true);
    expect([...xml].filter((character) => /(?!\n)\p{Cc}|\p{Cs}|[\ufffe\uffff]/u.test(character))).toEqual([]);
    expect(xml.match(/<(?!\/?(testsuites|testsuite|testcase|failure|skipped)\b|\?xml)/g)).toBeNull();
  }
});
