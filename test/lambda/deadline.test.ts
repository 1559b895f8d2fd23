import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { shrinkReport } from '../../lambda/shrink-report.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { KeyReport, Report } from '../../src/model/report.ts';
import { buildReport, joinContinuation } from '../../src/verify/build-report.ts';
import { compareReports } from '../../src/verify/compare-reports.ts';
import { startOwnTime } from '../support/own-time.ts';
import { keyId } from '../verify/support/fixtures.ts';
import type { Fleet } from './fleet.ts';
import { startFleet } from './fleet.ts';
import { quiet, region } from './support.ts';

const keys = Array.from({ length: 500 }, (_, index) => ({
  name: `key-${index}`,
  kms: 'aws',
  type: 'aes256-gcm96',
  purpose: ['encrypt', 'decrypt'],
  alias: `alias/hashicorp/key-${index}-1700000000`,
  latest_version: 1,
  versions: { '1': keyId(index) },
}));

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet(keys, 150);
});
afterAll(() => fleet.close());

/** What each call has, in milliseconds; two seconds of it are kept in hand. */
const time = 3_000;

test('under quotas and a deadline, the calls of a cursor check every key exactly once', async () => {
  const env = {
    AWS_ENDPOINT_URL: fleet.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  const handler = createHandler(env, systemClock, quiet());
  // The first call of all loads the SDK, which takes as long as it takes.
  await handler({ region, keys: keys.slice(0, 1), permissions: { sets: [] } });
  const reports: Report[] = [];
  let longest = 0;
  for (let next: string | undefined; reports.length === 0 || next !== undefined; ) {
    const watch = startOwnTime();
    const event = { region, keys, permissions: { sets: [] }, ...(next === undefined ? {} : { next }) };
    const report = await handler(event, { getRemainingTimeInMillis: () => time });
    longest = Math.max(longest, watch.stop());
    reports.push(report);
    next = report.next;
    expect(report.complete).toBe(next === undefined);
    expect(report.compliant).toBe(report.complete);
    expect(reports.length).toBeLessThan(40);
  }
  expect(reports.length).toBeGreaterThan(1);
  expect(longest).toBeLessThan(time);
  const whole = joinContinuation(reports);
  expect(whole).toMatchObject({ status: 'pass', compliant: true, summary: { keys: 500, versions: 500 } });
  expect(new Set(whole.keys.map(({ name }) => name)).size).toBe(500);
  // The quota is far below AWS's: throttling slows the calls down before many are for nothing.
  expect(fleet.throttled['DescribeKey'] ?? 0).toBeLessThan(fleet.answered['DescribeKey']! / 2);
}, 120_000);

describe('a report that does not fit its carrier', () => {
  const key = (index: number, status: 'pass' | 'fail'): KeyReport => ({
    name: `key-${index}`,
    kms: 'aws',
    alias: `alias/hashicorp/key-${index}-1700000000`,
    status,
    versions: [
      {
        version: 1,
        key_id: keyId(index),
        arn: 'x'.repeat(75),
        key_state: 'Enabled',
        key_material_id: null,
        status,
        findings: [],
      },
    ],
    findings:
      status === 'pass'
        ? []
        : [
            {
              check: 'alias_target',
              status,
              expected: 'a',
              actual: 'b',
              message: 'c'.repeat(200),
              remediation: 'd'.repeat(100),
            },
          ],
  });
  const report = (count: number, failing: number) =>
    buildReport({
      region,
      account_id: null,
      principal_arn: null,
      checked_at: '',
      keys: Array.from({ length: count }, (_, index) => key(index, index < failing ? 'fail' : 'pass')),
      permissions: [],
      limits: [],
      orphans: [],
      findings: [],
      notices: [],
      next: null,
    });
  const weight = (given: Report) => JSON.stringify(given).length;

  test('is left alone when it does', () => {
    const small = report(10, 1);
    expect(shrinkReport(small, 240_000)).toBe(small);
  });

  test('loses the versions of what passed first', () => {
    const whole = report(1000, 1);
    const shrunk = shrinkReport(whole, 240_000);
    expect(weight(shrunk)).toBeLessThanOrEqual(240_000);
    expect(shrunk.keys).toHaveLength(1000);
    expect(shrunk.keys[0]?.versions).toHaveLength(1);
  });

  test('then what passed, and then the rest, and says so; the summary counts everything', () => {
    for (const [count, failing] of [
      [20_000, 10],
      [20_000, 20_000],
    ] as const) {
      const shrunk = shrinkReport(report(count, failing), 240_000);
      expect(weight(shrunk)).toBeLessThanOrEqual(240_000);
      expect(shrunk.keys.length).toBeGreaterThan(0);
      expect(shrunk.keys.every(({ status }) => status === 'fail')).toBe(true);
      expect(shrunk.summary.keys).toBe(count);
      expect(shrunk.notices).toMatchObject([{ code: 'shortened' }]);
    }
  });

  test('and of what changed and is accepted the first ones, with the number of all', () => {
    const whole = report(2_000, 2_000);
    const earlier = { ...whole, keys: [] };
    const id = 'keymgmt/kms/aws/key/none';
    const accepted = whole.keys.map(({ versions }) => ({
      ...{ id, reason: 'x'.repeat(100), owner: 'us', expires: '2999-01-01', key: id, version: 1 },
      finding: versions[0]!.findings[0]!,
    }));
    const shrunk = shrinkReport({ ...whole, changes: compareReports(earlier, whole), accepted }, 240_000);
    expect(weight(shrunk)).toBeLessThanOrEqual(240_000);
    expect(shrunk.keys.length).toBeGreaterThan(0);
    expect(shrunk.changes).toMatchObject({ unchanged: 0 });
    expect(shrunk.notices[0]!.message).toContain('2000 new and 0 fixed findings, and 2000 accepted');
  });
});
