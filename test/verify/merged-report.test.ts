import { expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.ts';
import type { ReportParts } from '../../src/verify/build-report.ts';
import { buildReport, joinContinuation, mergeReports, withFindings } from '../../src/verify/build-report.ts';

const outOfTime = {
  check: 'out_of_time',
  status: 'indeterminate',
  expected: 'every key',
  actual: 'one key',
  message: 'time ran out',
  remediation: 'continue',
} as const;

function report(changes: Partial<ReportParts> = {}): Report {
  return buildReport({
    region: 'us-west-2',
    account_id: '111122223333',
    principal_arn: 'arn:aws:iam::111122223333:user/vault',
    checked_at: '2026-01-02T00:00:00.000Z',
    depth: 'full',
    keys: [],
    permissions: [],
    limits: [{ code: 'sample', message: 'one of two keys' }],
    orphans: [],
    findings: [],
    notices: [],
    complete: true,
    next: null,
    ...changes,
  });
}

test('a merged report names every account and principal once, and the time of its oldest part', () => {
  const other = {
    account_id: '444455556666',
    principal_arn: null,
    checked_at: '2026-01-01T00:00:00.000Z',
  };
  expect(mergeReports([report(), report(other), report()])).toMatchObject({
    region: 'us-west-2',
    account_id: '111122223333, 444455556666',
    principal_arn: 'arn:aws:iam::111122223333:user/vault',
    checked_at: '2026-01-01T00:00:00.000Z',
    limits: [{ code: 'sample', message: 'one of two keys' }],
  });
  expect(mergeReports([report({ account_id: null })]).account_id).toBeNull();
});

test('a merged report is of depth full where each part is that says its depth', () => {
  const depths = (...of: Report['depth'][]) => mergeReports(of.map((depth) => report({ depth }))).depth;
  expect(depths('full', 'full')).toBe('full');
  expect(depths('full', 'standard', 'full')).toBe('standard');
  expect(depths(undefined, 'full')).toBe('full');
  expect(depths(undefined)).toBeUndefined();
});

test('a check that only some reports made is in the controls of the merged report', () => {
  const further = report({ further: ['canary'] });
  expect(report().controls).not.toHaveProperty('canary');
  expect(mergeReports([report(), further]).controls).toHaveProperty('canary');
});

test('a continued report ends as its last call: complete, its orphans, and time that an earlier call lacked', () => {
  const first = report({
    complete: false,
    next: 'cursor',
    findings: [outOfTime],
    orphans: [{ alias: 'alias/earlier', key_id: null }],
  });
  const last = report({ orphans: [{ alias: 'alias/later', key_id: null }] });
  const joined = joinContinuation([first, last]);
  expect(joined).toMatchObject({ complete: true, findings: [], orphans: last.orphans });
  expect(joined).not.toHaveProperty('next');
  expect(joinContinuation([last, first])).toMatchObject({
    complete: false,
    next: 'cursor',
    findings: [{ check: 'out_of_time' }],
  });
});

test('a finding about the run as a whole comes first, and makes a report as bad as it is', () => {
  const passed = report();
  expect(passed).toMatchObject({ status: 'pass', compliant: true });
  expect(withFindings(passed, [])).toBe(passed);
  const open = withFindings(passed, [outOfTime]);
  expect(open).toMatchObject({ status: 'indeterminate', compliant: false, findings: [outOfTime] });
  const failed = { ...outOfTime, check: 'no_keys', status: 'fail' } as const;
  expect(withFindings(open, [failed])).toMatchObject({ status: 'fail', findings: [failed, outOfTime] });
  expect(withFindings(withFindings(passed, [failed]), [outOfTime])).toMatchObject({ status: 'fail' });
});

test('a merged report has the notices of each part, each once', () => {
  const notice = (id: string) => ({ code: 'unchecked', id, message: 'not checked' }) as const;
  const parts = [[notice('a')], [notice('a'), notice('b')]].map((notices) => report({ notices }));
  expect(mergeReports(parts).notices).toEqual([notice('a'), notice('b')]);
});
