import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding, KeyReport, PermissionReport, Report, Status } from '../../src/model/report.ts';
import type { ReportParts } from '../../src/verify/build-report.ts';
import { buildReport, joinContinuation, mergeReports } from '../../src/verify/build-report.ts';

const status = fc.constantFrom<Status>('pass', 'fail', 'indeterminate');
const finding = (of: Status): Finding => ({
  check: 'key_state',
  status: of,
  expected: 'Enabled',
  actual: 'Disabled',
  message: 'x',
  remediation: 'y',
});
const keyOf = (name: string, of: Status): KeyReport => ({
  name,
  kms: 'aws',
  alias: `alias/hashicorp/${name}-1700000000`,
  status: of,
  versions: [
    {
      version: 1,
      key_id: 'id',
      arn: null,
      key_state: null,
      key_material_id: null,
      status: of,
      findings: of === 'pass' ? [] : [finding(of)],
    },
  ],
  findings: [],
});
const permission = (decision: PermissionReport['decision']): PermissionReport => ({
  action: 'kms:CreateKey',
  decision,
  method: 'simulate',
  evidence: decision,
  layer: null,
  message: '',
  remedy: '',
  needed_for: '',
  sets: ['vault'],
  principal_arn: null,
  region: 'us-west-2',
  kms: ['aws-us-west-2'],
});
const parts: fc.Arbitrary<ReportParts> = fc.record({
  region: fc.constantFrom('us-west-2', 'eu-west-1'),
  account_id: fc.constantFrom('111122223333', '999988887777', null),
  principal_arn: fc.constant(null),
  checked_at: fc.constant('2026-11-24T00:00:00.000Z'),
  keys: fc.array(
    fc.tuple(fc.uuid(), status).map(([name, of]) => keyOf(name, of)),
    { maxLength: 4 },
  ),
  permissions: fc.array(
    fc.constantFrom('allowed', 'denied', 'indeterminate').map((d) => permission(d as 'allowed')),
    {
      maxLength: 3,
    },
  ),
  limits: fc.constant([]),
  orphans: fc.constant([]),
  findings: fc.array(status.filter((one) => one !== 'pass').map(finding), { maxLength: 1 }),
  notices: fc.constant([]),
  next: fc.option(fc.constant('cursor')),
});

/** Every verdict that the report is made of. */
function verdicts(report: Report): string[] {
  return [
    ...report.keys.flatMap((key) => [key.status, ...key.versions.map((version) => version.status)]),
    ...report.permissions.map(({ decision }) => decision),
    ...report.findings.map((one) => one.status),
  ];
}

describe('a report', () => {
  test('passes only when every part passed, and is compliant only when it is complete as well', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const report = buildReport(given);
        const all = verdicts(report);
        const good = all.every((one) => one === 'pass' || one === 'allowed');
        expect(report.status === 'pass').toBe(good);
        expect(report.status === 'fail').toBe(all.includes('fail') || all.includes('denied'));
        expect(report.compliant).toBe(good && given.next === null);
        expect(report.complete).toBe(report.next === undefined);
        const { passed, failed, indeterminate, versions } = report.summary;
        expect(passed + failed + indeterminate).toBe(versions);
      }),
    );
  });

  test('merged from others loses no verdict, and is complete only when all of them are', () => {
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 5 }), (many) => {
        const reports = many.map(buildReport);
        const merged = mergeReports(reports);
        expect(merged.complete).toBe(reports.every(({ complete }) => complete));
        expect(merged.compliant).toBe(reports.every(({ compliant }) => compliant));
        expect(merged.keys).toHaveLength(reports.flatMap(({ keys }) => keys).length);
        expect(merged.status === 'pass').toBe(reports.every((report) => report.status === 'pass'));
        expect(merged.status === 'fail').toBe(reports.some((report) => report.status === 'fail'));
      }),
    );
  });

  test('joined from the calls of a cursor ends as the last one does', () => {
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 5 }), (many) => {
        const reports = many.map(buildReport);
        expect(joinContinuation(reports).next).toBe(reports.at(-1)?.next);
      }),
    );
  });
});

test('an alias is an orphan when every report on its region and account says so', () => {
  const report = (region: string, ...aliases: string[]) =>
    buildReport({
      region,
      account_id: '111122223333',
      principal_arn: null,
      checked_at: '',
      keys: [],
      permissions: [],
      limits: [],
      orphans: aliases.map((alias) => ({ alias, key_id: null })),
      findings: [],
      notices: [],
      next: null,
    });
  const merged = mergeReports([
    report('us-west-2', 'a', 'b'),
    report('us-west-2', 'b', 'c'),
    report('eu-west-1', 'd'),
  ]);
  expect(merged.orphans.map(({ alias }) => alias)).toEqual(['b', 'd']);
  expect(merged.region).toBe('us-west-2, eu-west-1');
});
