import type { Desired, DesiredKey, DesiredMount, DesiredProvider } from '../../../src/model/desired.ts';
import type { Live, LiveDistribution, LiveKey, LiveMount, LiveProvider } from '../../../src/model/live.ts';
import { inputLocation } from '../../../src/model/problem.ts';
import { Secret } from '../../../src/model/secret.ts';
import { noPlanEvidence } from '../../../src/plan/plan-evidence.ts';
import type { PlanOptions } from '../../../src/plan/plan-options.ts';

/** A mount, a provider and a key as they are declared and as Vault has them: each function changes what differs. */

export const now = new Date('2026-11-26T12:00:00Z');
export const day = 86_400_000;
export const daysAgo = (days: number) => new Date(now.getTime() - days * day).toISOString();
const source = inputLocation('manifest');

export const credentials = {
  access_key: new Secret('AKIAIOSFODNN7EXAMPLE'),
  secret_key: new Secret('wJalrXUtnFEMI/K7MDENG'),
  session_token: null,
  endpoint: null,
};

export function provider(changes: Partial<DesiredProvider> = {}): DesiredProvider {
  const verify = { role_arn: null, external_id: null, principal_arn: null, account_id: null };
  const base = { name: 'aws', provider: 'awskms', key_collection: 'us-west-2', credentials: null } as const;
  return { ...base, verify, source, ...changes };
}

export function key(changes: Partial<DesiredKey> = {}): DesiredKey {
  return {
    name: 'db',
    type: 'aes256-gcm96',
    kms: 'aws',
    purpose: ['decrypt', 'encrypt'],
    protection: 'hsm',
    deletion_allowed: null,
    min_enabled_version: null,
    replica_regions: [],
    rotate_after: null,
    retire_after: null,
    source,
    ...changes,
  };
}

function mount(changes: Partial<DesiredMount> = {}): DesiredMount {
  const base = { namespace: '', path: 'keymgmt', create_mount: false, kms: [provider()], keys: [key()] };
  return { ...base, source, ...changes };
}

export function desired(...mounts: readonly Partial<DesiredMount>[]): Desired {
  return { mounts: mounts.map(mount) };
}

export function liveKey(changes: Partial<LiveKey> = {}): LiveKey {
  return {
    name: 'db',
    type: 'aes256-gcm96',
    deletion_allowed: false,
    latest_version: 2,
    min_enabled_version: 1,
    replica_regions: [],
    versions: {
      '1': { creation_time: daysAgo(200), public_key: null },
      '2': { creation_time: daysAgo(100), public_key: null },
    },
    elsewhere: null,
    ...changes,
  };
}

export function distribution(changes: Partial<LiveDistribution> = {}): LiveDistribution {
  return {
    key: 'db',
    name: 'db-1700000000',
    purpose: ['decrypt', 'encrypt'],
    protection: 'hsm',
    distribution_time: daysAgo(200),
    versions: { '1': 'kms-key-1', '2': 'kms-key-2' },
    ...changes,
  };
}

export function liveProvider(changes: Partial<LiveProvider> = {}): LiveProvider {
  const base = { name: 'aws', provider: 'awskms', key_collection: 'us-west-2', key_names: ['db'] };
  return { ...base, distributions: [distribution()], ...changes };
}

/** What Vault has when the declared mount was applied; the lists of names follow from what is in it. */
function liveMount(changes: Partial<LiveMount> = {}): LiveMount {
  const { keys = [liveKey()], kms = [liveProvider()] } = changes;
  return {
    namespace: '',
    path: 'keymgmt',
    missing: false,
    key_names: keys.map(({ name }) => name),
    kms_names: kms.map(({ name }) => name),
    keys,
    kms,
    ...changes,
  };
}

export function live(...mounts: readonly Partial<LiveMount>[]): Live {
  return { mounts: mounts.map(liveMount) };
}

export const absent: Partial<LiveMount> = { missing: true, keys: [], kms: [] };
export const empty: Partial<LiveMount> = { keys: [], kms: [] };

export function options(changes: Partial<PlanOptions> = {}): PlanOptions {
  return {
    prune: false,
    update_credentials: 'always',
    now,
    credentials: { refusals: [], notices: [] },
    evidence: noPlanEvidence,
    ...changes,
  };
}
