import type { Op, Plan, Step } from '../../src/model/plan.ts';
import { blocker } from '../../src/plan/blockers.ts';
import { guardError } from '../../src/plan/guard.ts';
import { planRetire, type RetireEvidence, retirableKeys } from '../../src/plan/plan-retire.ts';
import { blockDeniedSteps, pathsToCheck } from '../../src/plan/step-permissions.ts';
import { targetOf } from '../../src/plan/step-target.ts';
import { tooFewUses, tooShortLife } from '../../src/plan/token-limits.ts';
import {
  type AffectedKey,
  affectedKeys,
  idleness,
  showUsage,
  type UsageEvidence,
  unknownUsage,
  usageError,
  usageNotices,
  usualIdleGuard,
} from '../../src/plan/usage-guard.ts';
import { Transcript } from '../support/transcript.ts';
import {
  day,
  daysAgo,
  desired,
  distribution,
  key,
  live,
  liveKey,
  liveProvider,
  now,
} from './support/declared.ts';

const ids: Readonly<Record<Op, string>> = {
  enable_mount: 'team-a/keymgmt',
  create_key: 'team-a/keymgmt/key/db',
  update_key: 'team-a/keymgmt/key/db',
  register_provider: 'team-a/keymgmt/kms/aws',
  refresh_credentials: 'team-a/keymgmt/kms/aws',
  distribute: 'team-a/keymgmt/kms/aws/key/db',
  replicate: 'team-a/keymgmt/kms/aws/key/db',
  rotate: 'team-a/keymgmt/key/db',
  remove_distribution: 'team-a/keymgmt/kms/aws/key/old',
  delete_provider: 'team-a/keymgmt/kms/aws',
};
const ops = Object.keys(ids) as Op[];
const team = desired({ namespace: 'team-a' });

function planOf(steps: readonly Step[], parts: Partial<Plan> = {}): Plan {
  return {
    schema_version: 1,
    digest: 'digest',
    in_sync: false,
    steps,
    refusals: [],
    undeclared: [],
    notices: [],
    ...parts,
  };
}

const stepOf = (op: Op, id = ids[op], changes: Step['changes'] = []): Step => ({
  op,
  id,
  changes,
  reason: '',
  disruptive: false,
  depends_on: [],
});
const one = (op: Op) => planOf([stepOf(op)]);

/** An error with everything that a user reads. */
const told = (error: { code: string; message: string; remedy: string } | null) =>
  error === null ? null : { code: error.code, message: error.message, remedy: error.remedy };

const removal = planOf([
  stepOf('remove_distribution'),
  stepOf('delete_provider'),
  stepOf('remove_distribution', 'team-a/keymgmt/kms/eu/key/x'),
  stepOf('update_key'),
]);
const guarded = (plan: Plan, confirm: readonly string[] = [], expected_plan_digest = '') =>
  told(guardError(plan, { confirm, expected_plan_digest }));
const lost = planOf([], {
  notices: [
    { code: 'key_lost', id: 'keymgmt/key/a', message: '' },
    { code: 'key_usage', id: 'keymgmt/key/b', message: '' },
    { code: 'key_lost', id: 'keymgmt/key/c', message: '' },
  ],
});
const blocked = planOf(removal.steps, {
  refusals: [
    blocker('mount_missing', 'a', 'a is missing.', 'Mount it.'),
    blocker('key_missing', 'b', 'b too.', ''),
  ],
});

const guards = {
  'guard: nothing to confirm': () => guarded(one('update_key')),
  'guard: nothing is confirmed': () => guarded(removal),
  'guard: the provider alone': () => guarded(removal, [ids.delete_provider]),
  'guard: every distribution, not the provider': () =>
    guarded(removal, [ids.remove_distribution, 'team-a/keymgmt/kms/eu/key/x']),
  'guard: the provider and the other distribution': () =>
    guarded(removal, [ids.delete_provider, 'team-a/keymgmt/kms/eu/key/x']),
  'guard: only a part of an id': () => guarded(removal, ['team-a/keymgmt', 'keymgmt/kms/aws', 'aws']),
  'guard: another digest': () => guarded(removal, [], 'approved'),
  'guard: the approved digest': () => guarded(one('create_key'), [], 'digest'),
  'guard: blocked, whatever else': () => guarded(blocked, [], 'approved'),
  'guard: lost keys': () => guarded(lost),
  'guard: a lost key that is confirmed': () => guarded(lost, ['keymgmt/key/a']),
  'guard: every lost key confirmed': () => guarded(lost, ['keymgmt/key/a', 'keymgmt/key/c']),
};

const permissions = {
  'permissions: the paths of each step': () =>
    Object.fromEntries(ops.map((op) => [op, pathsToCheck(one(op), team)])),
  'permissions: each path once': () => pathsToCheck(planOf([...removal.steps, ...removal.steps]), team),
  'permissions: a mount without a namespace': () =>
    pathsToCheck(planOf([stepOf('enable_mount', 'keymgmt')]), desired({})),
  ...Object.fromEntries(
    (
      [
        [[]],
        [['deny']],
        [['create']],
        [['update']],
        [['read']],
        [['create', 'read']],
        [['delete']],
        [['root']],
        [undefined],
      ] as const
    ).map(([held]) => [
      `permissions: the steps that a token with ${JSON.stringify(held)} may not do`,
      () =>
        Object.fromEntries(
          ops.map((op) => {
            const plan = one(op);
            const capabilities = new Map(
              held === undefined ? [] : pathsToCheck(plan, team).map((path) => [path, held] as const),
            );
            const { digest, refusals } = blockDeniedSteps(plan, team, capabilities);
            const texts = refusals.map(({ code, id, message, remedy }) =>
              held?.length === 0 ? [code, id, message, remedy] : message.slice(message.indexOf('lacks')),
            );
            return [op, [...texts, digest === plan.digest ? 'unchanged' : 'another digest']];
          }),
        ),
    ]),
  ),
  'permissions: earlier blockers stay': () =>
    blockDeniedSteps(blocked, team, new Map([[ids.delete_provider, ['read']]])).refusals.map(
      ({ code }) => code,
    ),
};

const nested = desired({}, { path: 'keymgmt/kms' }, { path: 'keymgmt/kms/aws' }, { namespace: 'team-a' });
const targets = {
  'the target of an id': () =>
    Object.fromEntries(
      [
        'keymgmt',
        'keymgmt/key/db',
        'keymgmt/key/other',
        'keymgmt/kms/aws',
        'keymgmt/kms/other',
        'keymgmt/kms/aws/key/db',
        'keymgmt/kms/aws/key',
        'keymgmt/kms/kms/aws/key/db',
        'keymgmt/kms/kms/aws',
        'keymgmt/kms/key/db',
        'keymgmt/kms/aws/lock/db',
        'keymgmt/key/aws/key/db',
        'keymgmt/other/db',
        'keymgmt2/key/db',
        'team-a/keymgmt/key/db',
        'elsewhere/key/db',
        'sevensx/key/db',
        'keymgmt/kms/aws/key/aws',
      ].map((id) => {
        const target = targetOf(nested, id);
        if (target === null) return [id, null];
        const { mount: of, kms, key: name, provider: found, declared } = target;
        return [id, [of.namespace, of.path, kms, name, found?.name ?? null, declared?.name ?? null]];
      }),
    ),
};

const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const limits = {
  'token: the uses that each step needs': () =>
    Object.fromEntries(
      ops.map((op) => {
        const enough = [0, 1, 2, 3, 4, 5].find(
          (uses_left) => tooFewUses(one(op), { uses_left, ends: null }) === null,
        );
        return [op, enough];
      }),
    ),
  'token: too few uses': () =>
    told(tooFewUses(planOf([stepOf('rotate'), stepOf('rotate')]), { uses_left: 7, ends: null })),
  'token: ends before its copies are made': () =>
    Object.fromEntries(ops.map((op) => [op, tooShortLife(one(op), { uses_left: null, ends: at(0.5) }, now)])),
};

const affected: AffectedKey = {
  step: 'keymgmt/kms/aws/key/db',
  provider: 'keymgmt/kms/aws',
  version: '1',
  kms_key: '1234abcd',
  region: 'us-west-2',
};
const usage = (
  last: number | null,
  created = 500,
  tracked = 200,
  operation: string | null = 'Decrypt',
): UsageEvidence => ({
  ...affected,
  usage: {
    last_used: last === null ? null : daysAgo(last),
    operation: last === null ? null : operation,
    created: daysAgo(created),
    tracked_since: daysAgo(tracked),
  },
});
const notRead: UsageEvidence = { ...affected, unknown: 'AccessDenied', remedy: 'Allow kms:GetKeyLastUsage.' };
const uses: Readonly<Record<string, UsageEvidence>> = {
  'just now': usage(0),
  '30 seconds ago': usage(0.5 / 1_440),
  '1 minute ago': usage(1 / 1_440),
  '59 minutes ago': usage(59 / 1_440),
  '1 hour ago': usage(1 / 24),
  '23 hours ago': usage(23 / 24),
  '1 day ago': usage(1),
  'just under a week ago': usage(6.999),
  'a week ago': usage(7),
  'by an operation that is not recorded': usage(8, 500, 200, null),
  'never, created when the record began': usage(null, 200, 200),
  'never, created after the record began': usage(null, 3, 200),
  'not since the record began, a week ago': usage(null, 500, 7),
  'not since the record began, just under a week ago': usage(null, 500, 6.999),
  'not read': notRead,
};
const everyUse = Object.values(uses);
const week = { min_idle: 7 * day, is_explicit: false };

const idle = {
  'usage: what is said, and whether it was idle for a week': () =>
    Object.fromEntries(
      Object.entries(uses).map(([name, one]) => [
        name,
        [showUsage(one, now), idleness(one, week.min_idle, now)],
      ]),
    ),
  'usage: notices': () => usageNotices(everyUse.slice(-2), now),
  'usage: the usual guard': () => usualIdleGuard,
  'usage: stopped by the usual guard': () => told(usageError(everyUse, week, now)),
  'usage: stopped by a guard that was set': () =>
    told(usageError(everyUse, { ...week, is_explicit: true }, now)),
  'usage: stopped by nothing': () => told(usageError([usage(7), notRead], week, now)),
  'usage: the guard is off': () => told(usageError(everyUse, { min_idle: 0, is_explicit: true }, now)),
  'usage: the periods of a guard': () =>
    [day, 2 * day, 36 * 3_600_000, 3_600_000, 90 * 60_000, 60_000, 90_000].map(
      (min_idle) => usageError([usage(0)], { min_idle, is_explicit: false }, now)?.message.split('\n')[0],
    ),
  'usage: warnings of the usual guard': () => unknownUsage(everyUse, week, now),
  'usage: warnings of a guard that is off': () => unknownUsage(everyUse, { ...week, min_idle: 0 }, now),
};

const three = liveKey({
  latest_version: 3,
  versions: { '3': { creation_time: daysAgo(30), public_key: null } },
  replica_regions: ['eu-west-1'],
});
const record = distribution({ versions: { '1': 'kms-1', '2': 'kms-2', '3': 'kms-3' } });
const world = live({ keys: [three], kms: [liveProvider({ distributions: [record] })] });
const raise = (from: number, to: number) =>
  stepOf('update_key', 'keymgmt/key/db', [
    { field: 'deletion_allowed', from: false, to: true },
    { field: 'min_enabled_version', from, to },
  ]);
const reached = (step: Step, more = {}) => reachedBy([step], more);
const reachedBy = (steps: readonly Step[], more = {}) =>
  affectedKeys(planOf(steps), desired({}), { mounts: [{ ...world.mounts[0]!, ...more }] }).map(
    ({ step: id, version, kms_key, region, provider: of }) => [id, version, kms_key, region, of].join(' '),
  );
const affects = {
  'affected: by a removal': () => reached(stepOf('remove_distribution', 'keymgmt/kms/aws/key/db')),
  'affected: by a removal of another': () =>
    reached(stepOf('remove_distribution', 'keymgmt/kms/aws/key/other')),
  'affected: by a distribution': () => reached(stepOf('distribute', 'keymgmt/kms/aws/key/db')),
  'affected: by a raise to 3': () => reached(raise(1, 3)),
  'affected: by a raise to 2 where all are enabled': () => reached(raise(0, 2)),
  'affected: by a raise from 2': () => reached(raise(2, 3), { keys: [{ ...three, min_enabled_version: 2 }] }),
  'affected: by a raise after a rotation': () =>
    reachedBy([
      stepOf('rotate', 'keymgmt/key/db', [{ field: 'latest_version', from: 3, to: 4 }]),
      raise(1, 3),
    ]),
  'affected: of the second of two keys': () =>
    reached(raise(1, 3), {
      keys: [liveKey({ name: 'first', min_enabled_version: 9, replica_regions: ['ap-south-1'] }), three],
    }),
  'affected: by a lower value': () => reached(raise(3, 1)),
  'affected: by the same value': () => reached(raise(2, 2)),
  'affected: by another setting': () =>
    reached(stepOf('update_key', 'keymgmt/key/db', [{ field: 'deletion_allowed', from: false, to: true }])),
  'affected: by a raise of another key': () => reached({ ...raise(1, 3), id: 'keymgmt/key/other' }),
  'affected: of a key that was not read': () => reached(raise(1, 3), { keys: [] }),
};

const versions = (...ages: (number | null)[]) =>
  Object.fromEntries(
    ages.flatMap((age, index) =>
      age === null
        ? []
        : [[String(index + 1), { creation_time: age < 0 ? '' : daysAgo(age), public_key: null }]],
    ),
  );
const old = liveKey({
  latest_version: 4,
  versions: versions(400, 300, 200, 10),
  replica_regions: ['eu-west-1'],
});
const of = (version: number, last: number | null, region = 'us-west-2'): UsageEvidence => ({
  ...usage(last),
  step: 'keymgmt/key/db',
  version: String(version),
  region,
});
const retired = (
  evidence: readonly UsageEvidence[],
  { days = 150, kms = 'aws' as string | null, from = old, guard = week as RetireEvidence['guard'] } = {},
) => planRetire('keymgmt/key/db', { retire_after: days * day, kms }, from, { usage: evidence, guard }, now);
const retirement = {
  'retire: every version that is due': () => retired([of(1, 100), of(2, 60)]),
  'retire: exactly when it is due': () => retired([of(1, 100), of(2, 60)], { days: 200 }),
  'retire: nothing is due': () => retired([], { days: 301 }),
  'retire: the first is in use': () => retired([of(1, 1), of(2, 60)]),
  'retire: the second is in use in one region': () => retired([of(1, 100), of(2, 60), of(2, 1, 'eu-west-1')]),
  'retire: the use of the second is unknown': () =>
    retired([of(1, 100), { ...of(2, 1), unknown: 'denied', remedy: 'Allow it.' } as UsageEvidence]),
  'retire: evidence of another key': () => retired([{ ...of(1, 100), step: 'keymgmt/key/other' }]),
  'retire: not distributed': () => retired([], { kms: null }),
  'retire: not distributed, and yet in use': () => retired([of(1, 1)], { kms: null }),
  'retire: the guard is off': () => retired([of(1, 1)], { guard: { min_idle: 0, is_explicit: true } }),
  'retire: only from min_enabled_version on': () =>
    retired([of(1, 100), of(2, 60)], { from: { ...old, min_enabled_version: 2 } }),
  'retire: a version that Vault does not list': () =>
    retired([], { kms: null, from: { ...old, versions: versions(400, null, 200, 10) } }),
  'retire: an age that is unknown': () =>
    retired([of(1, 100)], { from: { ...old, versions: versions(-1, 300, -1, 10) } }),
  'retire: versions of one and of two digits': () =>
    retired([], {
      kms: null,
      from: liveKey({
        latest_version: 11,
        versions: Object.fromEntries(
          [10, 9, 11].map((version) => [
            String(version),
            { creation_time: daysAgo(900 - version * 10), public_key: null },
          ]),
        ),
      }),
    }),
  'retire: never': () =>
    planRetire('keymgmt/key/db', { retire_after: null, kms: 'aws' }, old, { usage: [], guard: week }, now),
  'retire: on the second of two providers': () =>
    retirableKeys(
      desired({ keys: [key({ retire_after: 250 * day })] }),
      live({
        keys: [old],
        kms: [
          liveProvider({ name: 'first', key_collection: 'ap-south-1' }),
          liveProvider({ distributions: [distribution({ versions: { '1': 'kms-1' } })] }),
        ],
      }),
      now,
    ),
  'retire: the keys whose use has to be read': () =>
    retirableKeys(
      desired({
        keys: [
          key({ retire_after: 250 * day }),
          key({ name: 'never' }),
          key({ name: 'absent', retire_after: day }),
          key({ name: 'loose', kms: null, retire_after: day }),
          key({ name: 'undistributed', retire_after: day }),
        ],
      }),
      live({
        keys: [old, { ...old, name: 'never' }, { ...old, name: 'loose' }, { ...old, name: 'undistributed' }],
        kms: [
          liveProvider({
            distributions: [
              distribution({ versions: { '2': 'kms-2' } }),
              distribution({ key: 'never' }),
              distribution({ key: 'absent' }),
            ],
          }),
        ],
      }),
      now,
    ),
};

new Transcript('test/plan/guards.txt').tests({
  ...guards,
  ...permissions,
  ...targets,
  ...limits,
  ...idle,
  ...affects,
  ...retirement,
});
