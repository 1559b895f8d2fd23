import { describe, expect, test } from '@jest/globals';
import { showUsage, type UsageEvidence, unknownUsage, usageError } from '../../src/plan/usage-guard.ts';

const now = new Date('2026-11-26T12:00:00Z');
const hour = 3_600_000;
const key = {
  step: 'keymgmt/kms/aws/key/db',
  provider: 'keymgmt/kms/aws',
  version: '1',
  kms_key: '1234abcd',
  region: 'us-west-2',
};
const at = (hours: number) => new Date(now.getTime() - hours * hour).toISOString();

function evidence(last: number | null, created: number, tracked: number): UsageEvidence {
  const operation = last === null ? null : 'Decrypt';
  const usage = {
    last_used: last === null ? null : at(last),
    operation,
    created: at(created),
    tracked_since: at(tracked),
  };
  return { ...key, usage };
}

const unknown: UsageEvidence = { ...key, unknown: 'AccessDeniedException: no', remedy: 'Allow it.' };
const usual = { min_idle: 168 * hour, is_explicit: false };
const explicit = { ...usual, is_explicit: true };

describe('what is said about a key', () => {
  test.each([
    [evidence(2, 5_000, 5_000), 'last used 2 hours ago (Decrypt)'],
    [evidence(24 * 30, 5_000, 5_000), 'last used 30 days ago (Decrypt)'],
    [evidence(null, 10, 10), 'never used since it was created'],
    [evidence(null, 9_000, 5_214), 'no use recorded since 2026-04-23, older use unknown'],
    [unknown, 'last use unknown: AccessDeniedException: no'],
  ])('%#', (one, text) => {
    expect(showUsage(one, now)).toBe(text);
  });
});

describe('min_idle', () => {
  test('stops what was used within it, and names key, use and remedy', () => {
    const error = usageError([evidence(2, 5_000, 5_000)], usual, now);
    expect(error).toMatchObject({ code: 'recently_used', remedy: expect.stringContaining('min_idle: 0s') });
    expect(error?.message).toContain('1234abcd in us-west-2: last used 2 hours ago (Decrypt)');
    expect(error?.message).toContain('7 days');
  });

  const canary = '; it may be a canary of the verifier (docs/audit.md#canary says how to tell)';
  test.each([
    ['Decrypt', canary],
    ['Encrypt', canary],
    ['Sign', canary],
    ['ReEncrypt', ''],
    [null, ''],
  ])('names the CloudTrail event of the use %s', (operation, more) => {
    const used = evidence(2, 5_000, 5_000);
    if ('unknown' in used) throw new Error('the use is known');
    const message = (event: object) =>
      usageError([{ ...used, usage: { ...used.usage, operation, ...event } }], usual, now)?.message;
    expect(message({ event_id: 'event-1' })?.endsWith(` CloudTrail event event-1${more}.`)).toBe(true);
    expect(message({})).not.toContain('CloudTrail');
  });

  test.each([
    ['an older use', evidence(24 * 8, 5_000, 5_000)],
    ['a key that was never used', evidence(null, 10, 10)],
    ['no use since the record began, long enough ago', evidence(null, 9_000, 5_000)],
  ])('lets %s pass', (_, one) => {
    expect(usageError([one], explicit, now)).toBeNull();
  });

  test.each([unknown, evidence(null, 9_000, 24)])(
    'warns of unknown usage with the default, and stops when it was set: %#',
    (one) => {
      expect(usageError([one], usual, now)).toBeNull();
      expect(unknownUsage([one], usual, now)).toHaveLength(1);
      expect(usageError([one], explicit, now)).toMatchObject({ code: 'recently_used' });
    },
  );

  test('of 0s is off', () => {
    const off = { min_idle: 0, is_explicit: true };
    expect(usageError([evidence(0, 1, 1), unknown], off, now)).toBeNull();
    expect(unknownUsage([unknown], off, now)).toEqual([]);
  });
});
