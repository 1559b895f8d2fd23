import { describe, expect, test } from '@jest/globals';
import type { LiveKey } from '../../src/model/live.ts';
import { noRetireEvidence, planRetire } from '../../src/plan/plan-retire.ts';
import type { UsageEvidence } from '../../src/plan/usage-guard.ts';

const now = new Date('2026-11-26T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();

/** Created 400, 300, 200 and 10 days ago: version n was replaced when n + 1 came. */
const key: LiveKey = {
  name: 'db',
  type: 'aes256-gcm96',
  deletion_allowed: false,
  latest_version: 4,
  min_enabled_version: 1,
  replica_regions: [],
  versions: Object.fromEntries(
    [400, 300, 200, 10].map((age, index) => [
      String(index + 1),
      { creation_time: daysAgo(age), public_key: null },
    ]),
  ),
  elsewhere: null,
};

const guard = { min_idle: 7 * 86_400_000, is_explicit: false };
const affected = (version: number) => ({
  step: 'keymgmt/key/db',
  provider: 'keymgmt/kms/aws',
  version: String(version),
  kms_key: `id-${version}`,
  region: 'us-west-2',
});

function used(version: number, days: number): UsageEvidence {
  const usage = {
    last_used: daysAgo(days),
    operation: 'Decrypt',
    created: daysAgo(500),
    tracked_since: daysAgo(200),
  };
  return { ...affected(version), usage };
}

function plan(days: number, usage: readonly UsageEvidence[], chosen = guard, kms: string | null = 'aws') {
  const declared = { retire_after: days * 86_400_000, kms };
  const { steps, notices } = planRetire('keymgmt/key/db', declared, key, { usage, guard: chosen }, now);
  return {
    to: steps[0]?.changes[0]?.to ?? null,
    codes: notices.map(({ code }) => code),
    text: notices.map(({ message }) => message).join('\n'),
  };
}

describe('retire_after', () => {
  test('disables the versions that were replaced longer ago and are idle', () => {
    expect(plan(150, [used(1, 100), used(2, 60)]).to).toBe(3);
    expect(plan(250, [used(1, 100)]).to).toBe(2);
    expect(plan(365, []).to).toBeNull();
  });

  test('stops at a version in use, and names it', () => {
    const { to, codes, text } = plan(150, [used(1, 100), used(2, 1)]);
    expect(to).toBe(2);
    expect(codes).toContain('version_in_use');
    expect(text).toContain(
      'version 2 is past its retire_after and stays enabled: last used 1 day ago (Decrypt)',
    );
  });

  test('retires nothing whose use is unknown or was not read, unless the guard is off', () => {
    const unknown = { ...affected(1), unknown: 'AccessDeniedException', remedy: 'Allow it.' };
    expect(plan(150, [unknown]).to).toBeNull();
    expect(plan(150, []).to).toBeNull();
    expect(plan(150, [], { min_idle: 0, is_explicit: true }).to).toBe(3);
    expect(planRetire('x', { retire_after: 1, kms: 'aws' }, key, noRetireEvidence, now).steps).toEqual([]);
  });

  test('needs no usage of a key that is not distributed', () => {
    expect(plan(150, [], guard, null).to).toBe(3);
  });

  test('shows each replaced version with its age, its last use and when it retires', () => {
    const { text } = plan(250, [used(1, 100)]);
    expect(text).toContain(
      'version 1 is 400.0 days old, was replaced 300.0 days ago and retires from 2026-10-07 on; last used 100 days ago (Decrypt) in us-west-2.',
    );
    expect(text).toContain('version 3 is 200.0 days old, was replaced 10.0 days ago');
  });
});
