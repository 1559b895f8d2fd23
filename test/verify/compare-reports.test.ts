import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Report } from '../../src/model/report.ts';
import { findingsOf } from '../../src/model/report-findings.ts';
import { applyExceptions } from '../../src/verify/apply-exceptions.ts';
import { compareReports } from '../../src/verify/compare-reports.ts';
import { readBaseline } from '../../src/verify/read-baseline.ts';
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

  test.each([
    ['of a run that verified nothing', { verification: null }],
    ['without keys', { ...report, keys: undefined }],
    ['of another kind', { schema_version: 1, targets: [] }],
    ['that was shortened', { ...report, keys: [] }],
    ['that is a text', 'report'],
  ])('is not one %s', (_, data) => {
    expect(read(data)).toHaveProperty('problem');
  });

  test('of an older verifier, without ids, is compared by the same ids', () => {
    const plain = JSON.parse(
      JSON.stringify(report, (name, value) => (['id', 'severity'].includes(name) ? undefined : value)),
    ) as Report;
    const old = { ...plain, keys: plain.keys.map((key, at) => ({ ...key, id: report!.keys[at]!.id! })) };
    expect(compareReports(old, report!)).toMatchObject(nothing);
  });
});
