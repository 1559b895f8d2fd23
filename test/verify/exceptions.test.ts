import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Exception, Report } from '../../src/model/report.ts';
import { findingsOf } from '../../src/model/report-findings.ts';
import { applyExceptions } from '../../src/verify/apply-exceptions.ts';
import { reports } from './support/reports.ts';

const now = new Date('2026-11-25T12:00:00Z');
const days = fc.constantFrom('2026-11-24', '2026-11-25', '2026-11-26', '2027-12-31');

/** The ids of all that does not pass. */
function openIds({ keys, findings, permissions }: Report): string[] {
  return [
    ...findingsOf({ keys, findings }).map(({ finding }) => finding.id!),
    ...permissions.filter(({ decision }) => decision !== 'allowed').map(({ id }) => id!),
  ];
}

const cases = reports.chain((report) =>
  fc.record({
    report: fc.constant(report),
    exceptions: fc
      .subarray([...openIds(report), 'keymgmt/kms/aws/key/one@7/origin', 'us-west-2/min_keys'])
      .chain((ids) =>
        fc.tuple(
          ...ids.map((id) =>
            days.map((expires): Exception => ({ id, reason: 'known', owner: 'payments', expires })),
          ),
        ),
      ),
  }),
);

const apply = (report: Report, exceptions: readonly Exception[]) =>
  applyExceptions(report, { exceptions, severities: {} }, now);
const inForce = ({ expires }: Exception) => expires > '2026-11-25';

describe('an exception', () => {
  test('never hides a finding on its date or later, and loses none', () => {
    fc.assert(
      fc.property(cases, ({ report, exceptions }) => {
        const result = apply(report, exceptions);
        const accepted = result.accepted!.map(({ id }) => id);
        expect([...openIds(result), ...accepted].sort()).toEqual(openIds(report).sort());
        const allowed = new Set(exceptions.filter(inForce).map(({ id }) => id));
        expect(accepted.filter((id) => !allowed.has(id))).toEqual([]);
        expect(openIds(result).filter((id) => allowed.has(id))).toEqual([]);
      }),
    );
  });

  test('changes a status only by what it covers', () => {
    fc.assert(
      fc.property(cases, ({ report, exceptions }) => {
        const result = apply(report, exceptions);
        expect(result.status === 'pass').toBe(openIds(result).length === 0);
        expect(result.complete).toBe(report.complete);
        if (!report.complete) expect(result.compliant).toBe(false);
        for (const { versions, findings, status } of result.keys) {
          const all = [...findings, ...versions.flatMap((version) => version.findings)];
          expect(status === 'pass').toBe(all.length === 0);
        }
        expect(result.summary.keys).toBe(report.summary.keys);
      }),
    );
  });

  test('does nothing where there is none', () => {
    fc.assert(
      fc.property(reports, (report) => {
        expect(apply(report, [])).toEqual({ ...report, accepted: [] });
      }),
    );
  });
});

describe('its owner is told', () => {
  const [report] = fc.sample(
    reports.filter(
      ({ keys, complete, depth }) =>
        complete && depth === 'full' && keys.some(({ versions }) => versions[0]!.findings.length > 0),
    ),
    { numRuns: 1, seed: 7 },
  );
  const id = findingsOf(report!).find(({ version }) => version !== null)!.finding.id!;
  const told = (exception: Partial<Exception>) =>
    apply(report!, [{ id, reason: 'known', owner: 'payments', expires: '2027-12-31', ...exception }])
      .notices.filter(({ code }) => code === 'exceptions')
      .map(({ message }) => message);

  test.each([
    ['that it has expired', { expires: '2026-11-25' }, 'expired on 2026-11-25'],
    ['that it ends soon', { expires: '2026-12-01' }, 'expires on 2026-12-01'],
    ['that it matches nothing', { id: id.replace(/@.*/, '@9/origin') }, 'matches no finding'],
  ])('%s', (_, exception, words) => {
    expect(told(exception)).toEqual([expect.stringContaining(words)]);
  });

  test('nothing while it holds, and nothing about keys that the report does not cover', () => {
    expect(told({})).toEqual([]);
    expect(told({ id: 'other/kms/aws/key/one@1/origin' })).toEqual([]);
  });
});

test('a severity is the check’s, and an inconclusive finding is medium at most', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const severities = { origin: 'critical', expiry: 'low' } as const;
      const result = applyExceptions(report, { exceptions: [], severities }, now);
      for (const { finding } of findingsOf(result)) {
        if (finding.check === 'origin')
          expect(finding.severity).toBe(finding.status === 'fail' ? 'critical' : 'medium');
        if (finding.check === 'expiry') expect(finding.severity).toBe('low');
      }
      expect(result.status).toBe(report.status);
    }),
  );
});
