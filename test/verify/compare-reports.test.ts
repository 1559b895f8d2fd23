import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KeyReport, PermissionReport, Report, Status, VersionReport } from '../../src/model/report.ts';
import { findingsOf } from '../../src/model/report-findings.ts';
import { applyExceptions } from '../../src/verify/apply-exceptions.ts';
import { type AuditBasis, auditReport } from '../../src/verify/audit-report.ts';
import { compareReports } from '../../src/verify/compare-reports.ts';
import { readBaseline } from '../../src/verify/read-baseline.ts';
import { finding, key, permission, reportOf, version } from './support/report-parts.ts';
import { reports } from './support/reports.ts';

const openIds = ({ keys, findings, permissions }: Report) => [
  ...findingsOf({ keys, findings }).map(({ finding }) => finding.id!),
  ...permissions.filter(({ decision }) => decision !== 'allowed').map(({ id }) => id!),
];
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
const nothing = {
  new: [],
  fixed: [],
  material_replaced: [],
  keys_added: [],
  keys_gone: [],
  permissions_gained: [],
  permissions_lost: [],
};

describe('two reports', () => {
  test('that are the same have no difference', () => {
    fc.assert(
      fc.property(reports, (report) => {
        expect(compareReports(report, report)).toEqual({
          ...nothing,
          since: report.checked_at,
          unchanged: openIds(report).length,
        });
      }),
    );
  });

  test('share what is unchanged; nothing is both new and fixed, and nothing open is fixed', () => {
    fc.assert(
      fc.property(reports, reports, (earlier, report) => {
        const changes = compareReports(earlier, report);
        const [before, now] = [openIds(earlier), openIds(report)];
        expect(changes.new.length + changes.unchanged).toBe(now.length);
        expect(ids(changes.new).every((id) => now.includes(id))).toBe(true);
        expect(ids(changes.fixed).every((id) => before.includes(id) && !now.includes(id))).toBe(true);
      }),
    );
  });

  test('the other way round, exchange added and gone keys, and gained and lost permissions', () => {
    fc.assert(
      fc.property(reports, reports, (earlier, report) => {
        const there = compareReports(earlier, { ...report, complete: true });
        const back = compareReports({ ...report, complete: true }, { ...earlier, complete: true });
        expect(back.keys_added.toSorted()).toEqual(there.keys_gone.toSorted());
        expect(back.keys_gone.toSorted()).toEqual(there.keys_added.toSorted());
        expect(back.permissions_gained).toEqual(there.permissions_lost);
        expect(back.permissions_lost).toEqual(there.permissions_gained);
      }),
    );
  });

  test('tell nothing fixed, and nothing gone, that was not checked again', () => {
    fc.assert(
      fc.property(reports, (earlier) => {
        const unread = { ...earlier, keys: [], findings: [], permissions: [], complete: false };
        expect(compareReports(earlier, unread)).toMatchObject({ fixed: [], keys_gone: [] });
        const standard = {
          ...earlier,
          keys: earlier.keys.map((key) => ({
            ...key,
            findings: [],
            versions: key.versions.map((version) => ({ ...version, findings: [] })),
          })),
          controls: {},
        };
        expect(ids(compareReports(earlier, standard).fixed).filter((id) => id.includes('/key/'))).toEqual([]);
      }),
    );
  });
});

describe('an exception', () => {
  const some = fc.sample(
    reports.filter((report) => openIds(report).length > 1),
    { numRuns: 20, seed: 3 },
  );
  const except = (report: Report, expires: string) =>
    applyExceptions(
      report,
      {
        exceptions: openIds(report).map((id) => ({ id, reason: 'known', owner: 'us', expires })),
        severities: {},
      },
      new Date('2026-11-25T00:00:00Z'),
    );

  test('is no repair, and its end is a new finding', () => {
    for (const report of some) {
      const accepted = except(report, '2027-01-01');
      expect(compareReports(report, accepted)).toMatchObject({ fixed: [], new: [], unchanged: 0 });
      expect(ids(compareReports(accepted, except(report, '2026-11-25')).new).toSorted()).toEqual(
        [...new Set(openIds(report))].toSorted(),
      );
      expect(compareReports(report, accepted)).toMatchObject({
        permissions_gained: [],
        permissions_lost: [],
      });
    }
  });
});

describe('a finding that is not there any more', () => {
  const open = reportOf({
    keys: [key([version(2, [finding('origin')])], { findings: [finding('alias_exists')] })],
  });
  const ofVersion = 'keymgmt/kms/aws/key/one@2/origin';
  const ofKey = 'keymgmt/kms/aws/key/one/alias_exists';
  const fixed = (earlier: Report, report: Report) => ids(compareReports(earlier, report).fixed).toSorted();

  test('is fixed where the same version was checked again', () => {
    expect(fixed(open, reportOf({ keys: [key([version(2)])] }))).toEqual([ofKey, ofVersion]);
    expect(fixed(open, reportOf({ keys: [key([version(1)])] }))).toEqual([ofKey]);
    expect(fixed(open, reportOf({ keys: [key([version(12)])] }))).toEqual([ofKey]);
    expect(fixed(open, reportOf({ keys: [key([version(2)], { id: 'keymgmt/kms/aws/key/two' })] }))).toEqual(
      [],
    );
  });

  test('is not, where its check did not run', () => {
    const without = (check: 'origin' | 'alias_exists') => {
      const report = reportOf({ keys: [key([version(2)])] });
      const { [check]: _, ...controls } = report.controls!;
      return { ...report, controls };
    };
    expect(fixed(open, without('origin'))).toEqual([ofKey]);
    expect(fixed(open, without('alias_exists'))).toEqual([ofVersion]);
    const { controls: _, ...older } = reportOf({ keys: [key([version(2)])] });
    expect(fixed(open, older as Report)).toEqual([ofKey, ofVersion]);
  });

  test('of a canary is fixed where the canary was read', () => {
    const canary = (result: string) => ({ result }) as unknown as NonNullable<VersionReport['canary']>;
    const earlier = reportOf({ keys: [key([version(2, [finding('canary')])])] });
    const now = (result: string) => {
      const report = reportOf({ keys: [key([version(2, [], { canary: canary(result) })])] });
      return { ...report, controls: { ...report.controls, canary: ['x'] } };
    };
    expect(fixed(earlier, now('decrypted'))).toHaveLength(1);
    expect(fixed(earlier, now('made'))).toEqual([]);
    expect(fixed(earlier, now('not_used'))).toEqual([]);
  });

  test('of a sampled policy is fixed where one of the provider was read', () => {
    const earlier = reportOf({ depth: 'standard', keys: [key([version(2, [finding('key_policy')])])] });
    const now = (policy_read: boolean, changes: Partial<KeyReport> = {}) =>
      reportOf({
        depth: 'standard',
        keys: [key([version(1), version(2, [], policy_read ? { policy_read: true } : {})], changes)],
      });
    expect(fixed(earlier, now(true))).toEqual(['keymgmt/kms/aws/key_policy']);
    expect(fixed(earlier, now(false))).toEqual([]);
    expect(fixed(earlier, now(true, { id: 'keymgmt/kms/other/key/one' }))).toEqual([]);
  });

  test('of the region is fixed by a complete report', () => {
    const earlier = reportOf({ findings: [finding('min_keys')] });
    const now = reportOf({});
    const controls = { ...now.controls, min_keys: ['x'] };
    expect(fixed(earlier, { ...now, controls })).toEqual(['us-west-2/min_keys']);
    expect(fixed(earlier, { ...now, controls, complete: false })).toEqual([]);
  });

  test('of a permission is fixed where that permission was decided again', () => {
    const earlier = reportOf({ permissions: [permission('denied')] });
    expect(fixed(earlier, reportOf({ permissions: [permission('allowed')] }))).toEqual([
      'us-west-2/none/kms:CreateKey',
    ]);
    const another = permission('allowed', { action: 'kms:EnableKey' });
    expect(fixed(earlier, reportOf({ permissions: [another] }))).toEqual([]);
  });
});

describe('a finding', () => {
  const of = (status: Status) => reportOf({ keys: [key([version(2, [finding('origin', { status })])])] });

  test.each<[Status, Status, number]>([
    ['indeterminate', 'fail', 1],
    ['fail', 'indeterminate', 0],
    ['fail', 'fail', 0],
    ['indeterminate', 'indeterminate', 0],
  ])('that was %s and is %s is new %d times', (was, is, count) => {
    const changes = compareReports(of(was), of(is));
    expect([changes.new.length, changes.unchanged]).toEqual([count, 1 - count]);
  });

  test('says what it is, and a permission its action and decision', () => {
    const report = reportOf({
      keys: [key([version(2, [finding('origin')])])],
      permissions: [permission('denied'), permission('indeterminate', { action: 'kms:EnableKey' })],
    });
    expect(compareReports(reportOf({}), report).new).toEqual([
      { id: 'keymgmt/kms/aws/key/one@2/origin', check: 'origin', status: 'fail', message: 'it is wrong' },
      {
        id: 'us-west-2/none/kms:CreateKey',
        check: 'permission',
        status: 'fail',
        message: 'kms:CreateKey: so it is',
      },
      {
        id: 'us-west-2/none/kms:EnableKey',
        check: 'permission',
        status: 'indeterminate',
        message: 'kms:EnableKey: so it is',
      },
    ]);
  });
});

describe('a permission', () => {
  const role = 'arn:aws:iam::111122223333:role/vault';
  const of = (...permissions: readonly PermissionReport[]) => reportOf({ permissions });
  const changes = (earlier: Report, report: Report) => {
    const { permissions_gained, permissions_lost } = compareReports(earlier, report);
    return { gained: permissions_gained, lost: permissions_lost };
  };
  const creation = { action: 'kms:CreateKey', principal_arn: null, region: 'us-west-2' };

  test('is gained or lost where its decision turned', () => {
    expect(changes(of(permission('denied')), of(permission('allowed')))).toEqual({
      gained: [creation],
      lost: [],
    });
    expect(changes(of(permission('allowed')), of(permission('denied')))).toEqual({
      gained: [],
      lost: [creation],
    });
  });

  test.each<[string, Report, Report]>([
    ['it was open', of(permission('indeterminate')), of(permission('allowed'))],
    ['it is open', of(permission('allowed')), of(permission('indeterminate'))],
    ['it was not decided', of(), of(permission('allowed'))],
    ['another principal', of(permission('denied')), of(permission('allowed', { principal_arn: role }))],
    ['another region', of(permission('denied')), of(permission('allowed', { region: 'eu-west-1' }))],
    ['the worse one stays', of(permission('denied')), of(permission('allowed'), permission('denied'))],
    ['in any order', of(permission('denied')), of(permission('denied'), permission('allowed'))],
  ])('is neither where %s', (_, earlier, report) => {
    expect(changes(earlier, report)).toEqual({ gained: [], lost: [] });
  });

  test('counts as decided where it is accepted', () => {
    const accepted = [
      {
        ...{ id: 'us-west-2/none/kms:CreateKey', reason: 'known', owner: 'me', expires: '2027-01-01' },
        ...{ key: null, version: null, permission: permission('denied') },
      },
    ];
    const lost = changes(of(permission('allowed')), { ...of(), accepted });
    expect(lost).toEqual({ gained: [], lost: [creation] });
  });
});

test('an audit accepts first, then compares; without a basis a report stays as it is', () => {
  const report = reportOf({ keys: [key([version(2, [finding('origin')])])] });
  const id = 'keymgmt/kms/aws/key/one@2/origin';
  const exceptions = {
    exceptions: [{ id, reason: 'known', owner: 'me', expires: '2027-01-01' }],
    severities: {},
  };
  const audit = (basis: Partial<AuditBasis>) =>
    auditReport(report, { exceptions: null, baseline: null, ...basis }, new Date('2026-11-26T00:00:00Z'));
  expect(audit({})).toBe(report);
  expect(audit({ exceptions })).toMatchObject({ status: 'pass', accepted: [{ id }] });
  expect(audit({ exceptions })).not.toHaveProperty('changes');
  expect(audit({ baseline: reportOf({}) }).changes).toMatchObject({ new: [{ id }] });
  expect(audit({ exceptions, baseline: reportOf({}) }).changes).toMatchObject({ new: [], unchanged: 0 });
});

describe('key material', () => {
  const with_ = (report: Report, key_id: string, key_material_id: string | null): Report => ({
    ...report,
    keys: report.keys.map((key) => ({
      ...key,
      versions: key.versions.map((version) => ({ ...version, key_id, key_material_id })),
    })),
  });
  const [report] = fc.sample(
    reports.filter(({ keys }) => keys.length === 1),
    { numRuns: 1, seed: 1 },
  );
  const replaced = (before: [string, string | null], after: [string, string | null]) =>
    compareReports(with_(report!, ...before), with_(report!, ...after)).material_replaced;

  test('in the same KMS key, and a KMS key in the place of another, are replaced', () => {
    expect(replaced(['k', 'a'], ['k', 'b'])[0]).toMatchObject({
      version: 1,
      key_id: 'k',
      from: 'a',
      to: 'b',
    });
    expect(replaced(['k', null], ['l', null])[0]).toMatchObject({ key_id: 'l', from: 'k', to: 'l' });
  });

  test('that KMS has no id for is not', () => {
    expect(replaced(['k', 'a'], ['k', null])).toEqual([]);
    expect(replaced(['k', 'a'], ['k', 'a'])).toEqual([]);
  });
});

describe('a baseline', () => {
  const [report] = fc.sample(
    reports.filter(({ keys }) => keys.length > 1),
    { numRuns: 1, seed: 2 },
  );
  const read = (data: unknown) => readBaseline(JSON.parse(JSON.stringify(data)));

  test('is a report, or the report file of a run', () => {
    expect(read(report)).toMatchObject({ report: { checked_at: report!.checked_at } });
    expect(read({ command: 'verify', verification: report })).toHaveProperty('report');
  });

  const foreign = 'is not a report of this tool';
  const [first, ...others] = report!.keys;
  test.each([
    [
      'of a run that verified nothing',
      { verification: null },
      'is the report of a run that verified nothing',
    ],
    ['without keys', { ...report, keys: undefined }, foreign],
    ['of another kind', { schema_version: 1, targets: [] }, foreign],
    ['that was shortened', { ...report, keys: [] }, 'was shortened, so it does not have every key'],
    [
      'without some versions',
      { ...report, keys: [{ ...first, versions: [] }, ...others] },
      'was shortened, so it does not have every key',
    ],
    [
      'without an empty key',
      { ...report, summary: { ...report!.summary, keys: 9 } },
      'was shortened, so it does not have every key',
    ],
    ['that is a text', 'report', foreign],
    ['that is nothing', null, foreign],
    ['without counts', { ...report, summary: {} }, foreign],
    ['with a key that has no name', { ...report, keys: [{ ...first, name: 1 }, ...others] }, foreign],
    [
      'with a version that has no id',
      { ...report, keys: [{ ...first, versions: [{}] }, ...others] },
      foreign,
    ],
    ['with a finding of no check', { ...report, findings: [{}] }, foreign],
    ['with a permission of no action', { ...report, permissions: [{}] }, foreign],
  ])('is not one %s', (_, data, problem) => {
    expect(read(data)).toEqual({ problem });
  });

  test('of an older verifier, without ids, is compared by the same ids', () => {
    const plain = JSON.parse(
      JSON.stringify(report, (name, value) => (['id', 'severity'].includes(name) ? undefined : value)),
    ) as Report;
    const old = { ...plain, keys: plain.keys.map((key, at) => ({ ...key, id: report!.keys[at]!.id! })) };
    expect(compareReports(old, report!)).toMatchObject(nothing);
  });
});
