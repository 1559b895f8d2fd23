import { expect, test } from '@jest/globals';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { keyReportId } from '../../src/model/report-findings.ts';
import { junitXml } from '../../src/render/junit.ts';
import { hostile } from './hostile.ts';
import { finding, keyReport, permission, poisoned, run, samples, verification } from './samples.ts';

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

test('what is accepted is skipped, with owner, date and reason', () => {
  const key = keyReport('payments-db');
  const exception = { id: 'x', reason: 'ticket 4711', owner: 'payments', expires: '2027-01-31' };
  const accepted = [
    { ...exception, key: keyReportId(key), version: 1, finding: finding() },
    { ...exception, key: null, version: null, finding: finding({ check: 'min_keys' }) },
    { ...exception, key: null, version: null, permission: permission('kms:CreateKey', 'denied') },
  ];
  const report = run({ verification: { ...verification([key]), accepted } });
  expect(suites(report)).toMatchObject([
    { name: 'keys', tests: '3', failures: '0', skipped: '2' },
    { name: 'permissions', tests: '1', failures: '0', skipped: '1' },
  ]);
  expect(
    junitXml(report).match(/message="accepted by payments until 2027-01-31: ticket 4711"/g),
  ).toHaveLength(3);
  const open = run({ verification: { ...verification([keyReport('payments-db', [finding()])]), accepted } });
  expect(suites(open)[0]).toMatchObject({ failures: '1', skipped: '1' });
});

test('hostile texts stay text', () => {
  for (const text of hostile) {
    const xml = junitXml(poisoned(text));
    expect(XMLValidator.validate(xml)).toBe(true);
    expect([...xml].filter((character) => /(?!\n)\p{Cc}|\p{Cs}|[\ufffe\uffff]/u.test(character))).toEqual([]);
    expect(xml.match(/<(?!\/?(testsuites|testsuite|testcase|failure|skipped)\b|\?xml)/g)).toBeNull();
  }
});
