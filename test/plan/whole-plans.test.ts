import type { DesiredKey, DesiredMount, DesiredProvider } from '../../src/model/desired.ts';
import type { LiveMount } from '../../src/model/live.ts';
import type { Plan } from '../../src/model/plan.ts';
import { planApply } from '../../src/plan/plan-apply.ts';
import { planDestroy } from '../../src/plan/plan-destroy.ts';
import { noPlanEvidence, type PlanEvidence } from '../../src/plan/plan-evidence.ts';
import type { PlanOptions } from '../../src/plan/plan-options.ts';
import { planRotate, type RotationRequests } from '../../src/plan/plan-rotate.ts';
import { Transcript } from '../support/transcript.ts';
import {
  absent,
  credentials,
  day,
  daysAgo,
  desired,
  distribution,
  empty,
  key,
  live,
  liveKey,
  liveProvider,
  now,
  options,
  provider,
} from './support/declared.ts';

/** What {@link planApply} gives for one mount; without changes it is what an earlier run has applied. */
function applied(
  declared: Partial<DesiredMount> = {},
  observed: Partial<LiveMount> = {},
  changes: Partial<PlanOptions> = {},
): () => Plan {
  return () => planApply(desired(declared), live(observed), options(changes));
}

const withKey = (changes: Partial<DesiredKey>, observed: Partial<LiveMount> = {}, more = {}) =>
  applied({ keys: [key(changes)] }, observed, more);
const withProvider = (changes: Partial<DesiredProvider>, more = {}) =>
  applied({ kms: [provider(changes)] }, {}, more);
const evidence = (changes: Partial<PlanEvidence>) => ({ evidence: { ...noPlanEvidence, ...changes } });
const replicas = (seen: { missing: string[] } | { unknown: string }) =>
  evidence({ replicas: new Map([['keymgmt/kms/aws/key/db', seen]]) });
const multiRegion = { replica_regions: ['ap-south-1', 'eu-west-1'] };
const replicated: Partial<LiveMount> = {
  keys: [liveKey({ replica_regions: ['eu-west-1', 'ap-south-1'] })],
};
const aliases = (...names: string[]) => evidence({ aliases: new Map([['keymgmt/kms/aws', names]]) });
const checked: Pick<PlanOptions, 'credentials'> = {
  credentials: {
    refusals: ['keymgmt/kms/aws', 'keymgmt/kms/other'].map((id) => ({
      code: 'credentials_invalid' as const,
      id,
      field: null,
      from: null,
      to: null,
      message: `${id}: AWS rejects the credentials.`,
      remedy: 'Declare others.',
    })),
    notices: ['keymgmt/kms/other', 'keymgmt/kms/aws'].map((id) => ({
      code: 'credentials_unknown' as const,
      id,
      message: `${id}: not checked.`,
    })),
  },
};
const second = provider({ name: 'aws-eu', key_collection: 'eu-west-1' });
const otherKey = (name: string) =>
  distribution({ key: name, name: `${name}-1`, versions: { '1': `kms-${name}` } });
const crowded: Partial<LiveMount> = {
  key_names: ['db', 'old', 'loose', 'idle'],
  kms: [
    liveProvider({ key_names: ['db', 'old'], distributions: [distribution(), otherKey('old')] }),
    liveProvider({
      name: 'gone',
      key_collection: 'eu-west-1',
      key_names: ['idle'],
      distributions: [otherKey('idle')],
    }),
    liveProvider({ name: 'bare', key_names: [], distributions: [] }),
  ],
};
const twoOfEach: Partial<LiveMount> = {
  keys: [liveKey({ name: 'first', deletion_allowed: true }), liveKey()],
  kms: [
    liveProvider({
      name: 'aws-eu',
      key_collection: 'eu-west-1',
      key_names: ['first'],
      distributions: [distribution({ key: 'first' })],
    }),
    liveProvider(),
  ],
};
const heldElsewhere: Partial<LiveMount> = {
  kms: [liveProvider({ key_names: [], distributions: [] }), liveProvider({ name: 'gone' })],
};
const versions = (...ages: number[]) =>
  Object.fromEntries(
    ages.map((age, index) => [String(index + 1), { creation_time: daysAgo(age), public_key: null }]),
  );

const plans: Record<string, () => Plan> = {
  'nothing to do': applied(),
  'nothing declared': applied({ keys: [], kms: [] }, empty),
  'no mount': applied({}, absent),
  'no mount, in a namespace': applied({ namespace: 'team-a' }, absent),
  'no mount, on Vault Community': applied({}, absent, evidence({ vault_version: '1.21.0' })),
  'no mount, on Vault Enterprise': applied({}, absent, evidence({ vault_version: '1.21.0+ent.hsm' })),
  'no mount, on an HSM build': applied({}, absent, evidence({ vault_version: '0.11.5+prem' })),
  'no mount, to be created': applied({ create_mount: true }, absent),
  'no mount, to be created for two keys on Vault Community': applied(
    { create_mount: true, keys: [key(), key({ name: 'two', kms: null })] },
    absent,
    evidence({ vault_version: '1.21.0' }),
  ),
  'no mount, to be created without keys': applied({ create_mount: true, keys: [] }, absent),
  'create_mount where the mount is there': applied({ create_mount: true }),
  'an empty mount': applied({}, empty),
  'an empty mount, with credentials': applied({ kms: [provider({ credentials })] }, empty, checked),
  'an empty mount, with every setting': applied(
    {
      keys: [
        key({
          ...multiRegion,
          deletion_allowed: true,
          min_enabled_version: 0,
          purpose: ['sign'],
          type: 'rsa-2048',
        }),
      ],
    },
    empty,
    evidence({ vault_version: '2.0.0+ent' }),
  ),
  'settings that a new key has anyway': withKey({ deletion_allowed: false, min_enabled_version: 1 }, empty),
  'a new key with a version that it does not have': withKey({ min_enabled_version: 2 }, empty),
  'a new key that KMS knows': withKey(
    {},
    empty,
    aliases('alias/hashicorp/db-1', 'alias/hashicorp/db-x', 'alias/hashicorp/db-two-2', 'alias/db-3'),
  ),
  'a new key that is not distributed, which KMS knows': withKey(
    { kms: null },
    empty,
    aliases('alias/hashicorp/db-1'),
  ),
  'a new key that KMS does not know': withKey({}, empty, aliases('alias/hashicorp/other-1')),
  'a new key, and its provider is there': withKey(
    {},
    { keys: [], kms: [liveProvider({ key_names: [], distributions: [] })] },
  ),
  'a key that is there, and its provider is new': applied({}, { kms: [] }),
  'replicas on Vault 1': withKey(multiRegion, empty, evidence({ vault_version: '1.21.4+ent' })),
  'replicas on a Vault of an unknown version': withKey(
    multiRegion,
    empty,
    evidence({ vault_version: 'edge' }),
  ),
  'credentials are written again': withProvider({ credentials }, checked),
  'credentials are written on creation only': withProvider(
    { credentials },
    { ...checked, update_credentials: 'on_create' },
  ),
  'credentials that nobody declares': withProvider({}, checked),
  'another region': withProvider({ key_collection: 'eu-west-1' }),
  'another kind of provider': applied({}, { kms: [liveProvider({ provider: 'azurekeyvault' })] }),
  'another type': withKey({ type: 'rsa-2048', purpose: ['sign', 'verify'] }),
  'another purpose and protection': withKey({ purpose: ['decrypt'], protection: 'software' }),
  'a setting that differs': withKey({ deletion_allowed: true }),
  'another setting, and min_enabled_version as it is': withKey({
    deletion_allowed: true,
    min_enabled_version: 1,
  }),
  'another setting, and min_enabled_version from all to the first': withKey(
    { deletion_allowed: true, min_enabled_version: 1 },
    { keys: [liveKey({ min_enabled_version: 0 })] },
  ),
  'the first of two keys is on another provider': applied(
    { kms: [second, provider()], keys: [key()] },
    { ...twoOfEach, keys: [liveKey({ name: 'first', elsewhere: ['gone'] }), liveKey()] },
  ),
  'min_enabled_version raised': withKey({ min_enabled_version: 2 }),
  'min_enabled_version from all to the first': withKey(
    { min_enabled_version: 1 },
    { keys: [liveKey({ min_enabled_version: 0 })] },
  ),
  'min_enabled_version lowered': withKey(
    { min_enabled_version: 0 },
    { keys: [liveKey({ min_enabled_version: 2 })] },
  ),
  'min_enabled_version as it is': withKey(
    { min_enabled_version: 2 },
    { keys: [liveKey({ min_enabled_version: 2 })] },
  ),
  'min_enabled_version too high': withKey({ min_enabled_version: 3 }),
  'a rotation is due': withKey({ rotate_after: 100 * day }),
  'a rotation is not due': withKey({ rotate_after: 100 * day + 1 }),
  'a rotation, and no creation time': withKey({ rotate_after: day }, { keys: [liveKey({ versions: {} })] }),
  'replicas that differ': withKey({ replica_regions: ['eu-west-1'] }, replicated),
  'replicas that were not read': withKey(multiRegion, replicated),
  'replicas that could not be read': withKey(multiRegion, replicated, replicas({ unknown: 'AccessDenied' })),
  'replicas that are all there': withKey(multiRegion, replicated, replicas({ missing: [] })),
  'replicas of which one is missing': withKey(multiRegion, replicated, replicas({ missing: ['eu-west-1'] })),
  'a key on another provider': applied({ kms: [provider(), second], keys: [key({ kms: 'aws-eu' })] }),
  'a key on another provider that is not declared': withKey(
    {},
    { ...heldElsewhere, keys: [liveKey({ elsewhere: ['gone'] })] },
  ),
  'a key on two other providers': withKey(
    {},
    { ...heldElsewhere, keys: [liveKey({ elsewhere: ['gone', 'far'] })] },
  ),
  'a key that is not distributed': withKey({ kms: null }),
  'undeclared keys and providers': applied({}, crowded),
  'prune: undeclared keys and providers': applied({}, crowded, { prune: true }),
  'prune: a provider that holds a declared key': withKey(
    { kms: null },
    { kms: [liveProvider({ name: 'gone' })] },
    { prune: true },
  ),
  'prune: a distribution that was not read': applied(
    {},
    { kms: [liveProvider({ key_names: ['db', 'old'] })] },
    { prune: true },
  ),
  'credentials alone are written again': withProvider({ credentials }),
  'the second of two keys, on the second of two providers': applied(
    {
      kms: [second, provider()],
      keys: [key({ name: 'first', kms: 'aws-eu' }), key({ deletion_allowed: true })],
    },
    twoOfEach,
  ),
  'replicas of the second of two keys': applied(
    { kms: [second, provider()], keys: [key({ name: 'first', kms: 'aws-eu' }), key(multiRegion)] },
    { ...twoOfEach, keys: [liveKey({ name: 'first' }), liveKey(multiRegion)] },
    replicas({ missing: multiRegion.replica_regions }),
  ),
  'a key on its provider and on another one': withKey(
    {},
    { keys: [liveKey({ elsewhere: ['aws', 'gone'] })] },
  ),
  'two keys that KMS knows under two aliases each': applied(
    { keys: [key({ name: 'first' }), key()] },
    empty,
    aliases('alias/hashicorp/db-1700000000', 'alias/hashicorp/db-1x', 'alias/hashicorp/db-1600000000'),
  ),
  ...Object.fromEntries(
    ['v1.21.4', '2.0.0', '10.0.0', 'at 1.5', '1', ''].map((vault_version) => [
      `replicas on Vault ${JSON.stringify(vault_version)}`,
      withKey(multiRegion, replicated, {
        evidence: { ...replicas({ missing: [] }).evidence, vault_version },
      }),
    ]),
  ),
  'two mounts': () =>
    planApply(
      desired({}, { namespace: 'team-a', path: 'shared/keymgmt' }),
      live({ keys: [] }, { namespace: 'team-a', path: 'shared/keymgmt', kms: [] }),
      options(),
    ),
};

const destroyed = (declared: Partial<DesiredMount>, observed: Partial<LiveMount>) => () =>
  planDestroy(desired(declared), live(observed));

const destructions: Record<string, () => Plan> = {
  'destroy: a provider and its key': destroyed({}, {}),
  'destroy: an undeclared key is on it': destroyed({}, crowded),
  'destroy: a key of another provider is on it': destroyed({ keys: [key({ kms: 'aws-eu' })] }, {}),
  'destroy: a provider without keys': destroyed(
    {},
    { kms: [liveProvider({ key_names: [], distributions: [] })] },
  ),
  'destroy: another kind of provider in another region': destroyed(
    {},
    { kms: [liveProvider({ provider: 'azurekeyvault', key_collection: 'vault' })] },
  ),
  'destroy: two undeclared keys are on it': destroyed(
    {},
    {
      kms: [liveProvider({ key_names: ['one', 'two'], distributions: [] })],
    },
  ),
  'destroy: it is gone': destroyed({}, empty),
  'destroy: no mount': destroyed({}, absent),
  'destroy: one of two, the other is gone': destroyed({ kms: [provider(), second] }, {}),
};

const rotated =
  (declared: Partial<DesiredKey>, requests: RotationRequests | null, observed: Partial<LiveMount> = {}) =>
  () =>
    planRotate(
      desired({ keys: [key({ name: 'other', kms: null }), key(declared)] }),
      live(observed),
      requests,
      now,
    );
const asked = (version: number | null) => new Map([['keymgmt/key/db', version]]);
const withFirst = { keys: [liveKey({ name: 'other', latest_version: 9, versions: {} }), liveKey()] };
const aged = { keys: [liveKey({ latest_version: 3, versions: versions(300, 200, 30) })] };

const rotations: Record<string, () => Plan> = {
  'rotate: whatever its version': rotated({}, asked(null)),
  'rotate: the latest version': rotated({}, asked(2)),
  'rotate: a version that was rotated': rotated({}, asked(1)),
  'rotate: a version that is not there': rotated({}, asked(3)),
  'rotate: a key that is not there': rotated({}, asked(null), { keys: [] }),
  'rotate: no mount': rotated({}, asked(null), absent),
  'rotate: nothing is due': rotated({ rotate_after: 101 * day }, null),
  'rotate: a key is due': rotated({ rotate_after: 100 * day }, null),
  'rotate: no period': rotated({}, null),
  'rotate: an unknown age': rotated({ rotate_after: day }, null, { keys: [liveKey({ versions: {} })] }),
  'rotate: a due key that is not there': rotated({ rotate_after: day }, null, { keys: [] }),
  'rotate: the second of two keys': rotated({}, asked(null), withFirst),
  'rotate: the second of two keys is due': rotated({ rotate_after: day }, null, withFirst),
  'rotate: the second of two keys retires': rotated({ kms: null, retire_after: 50 * day }, null, {
    keys: [liveKey({ name: 'other', latest_version: 9, versions: versions(900, 800) }), liveKey()],
  }),
  'rotate: a missing key with a period to retire': rotated({ retire_after: day }, null, { keys: [] }),
  'rotate: an old version that nobody keeps in use': rotated(
    { kms: null, retire_after: 100 * day },
    null,
    aged,
  ),
  'rotate: an old version whose use was not read': rotated({ retire_after: 100 * day }, null, aged),
};

new Transcript('test/plan/whole-plans.txt').tests({ ...plans, ...destructions, ...rotations });
