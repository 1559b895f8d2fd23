import type { DesiredKey, DesiredMount } from '../model/desired.ts';
import { keyId, mountId, providerId } from '../model/id.ts';
import type { LiveKey, LiveMount } from '../model/live.ts';
import type { Change, Notice, PlanBlocker } from '../model/plan.ts';
import { blocker, immutable, versionNotThere } from './blockers.ts';
import { liveIndex } from './live-index.ts';
import { aliasesOf, type PlanEvidence, tooOldForReplicas } from './plan-evidence.ts';
import type { PlanOptions } from './plan-options.ts';
import { blockedPart, change, mergeParts, type PlanPart, plannedPart, step } from './plan-part.ts';

const immutableRemedy =
  'Declare what Vault has, or declare a key under another name and encrypt the data again with it.';

/** Creates a key, or updates the fields that can change: `deletion_allowed` and `min_enabled_version`. */
export function planKey(
  mount: DesiredMount,
  live: LiveMount,
  key: DesiredKey,
  options: PlanOptions,
): PlanPart {
  const existing = liveIndex(live).keys.get(key.name);
  const id = keyId(mount, key.name);
  return mergeParts([
    blockedPart(...replicationBlockers(id, key, options.evidence)),
    existing === undefined
      ? planCreation(mount, live, key, options.evidence)
      : planChange(id, key, existing, options.now),
  ]);
}

function planCreation(
  mount: DesiredMount,
  live: LiveMount,
  key: DesiredKey,
  evidence: PlanEvidence,
): PlanPart {
  const id = keyId(mount, key.name);
  const changes = [
    change('type', null, key.type),
    ...(key.replica_regions.length === 0 ? [] : [change('replica_regions', null, key.replica_regions)]),
    ...settingChanges(key, freshKey),
  ];
  const needs = live.missing ? [mountId(mount)] : [];
  return mergeParts([
    plannedPart(
      step('create_key', id, changes, 'the key is not in Vault', needs),
      lostKeyNotices(mount, key, evidence),
    ),
    blockedPart(...versionBlockers(id, key, freshKey)),
  ]);
}

function planChange(id: string, key: DesiredKey, existing: LiveKey, now: Date): PlanPart {
  const changes = settingChanges(key, existing);
  const disruptive =
    key.min_enabled_version !== null && key.min_enabled_version > Math.max(existing.min_enabled_version, 1);
  const update = {
    ...step('update_key', id, changes, 'the key differs from the declaration'),
    disruptive,
  };
  const regions = [[...existing.replica_regions].sort(), [...key.replica_regions].sort()] as const;
  return {
    steps: changes.length === 0 ? [] : [update],
    refusals: [
      ...immutable(id, 'type', existing.type, key.type, immutableRemedy),
      ...immutable(id, 'replica_regions', ...regions, immutableRemedy),
      ...versionBlockers(id, key, existing),
    ],
    notices: rotationNotices(id, key, existing, now),
  };
}

/** The settings of a key that was just created. */
const freshKey = { deletion_allowed: false, min_enabled_version: 1, latest_version: 1 } as const;

type KeySettings = Pick<LiveKey, 'deletion_allowed' | 'min_enabled_version' | 'latest_version'>;

function settingChanges(key: DesiredKey, existing: KeySettings): Change[] {
  return (['deletion_allowed', 'min_enabled_version'] as const)
    .filter((field) => key[field] !== null && key[field] !== existing[field])
    .filter((field) => !enablesAll(key[field], existing[field]))
    .map((field) => change(field, existing[field], key[field]));
}

/** Declared is the first version, and 0 in Vault already enables every version: what a new key has is not documented. */
function enablesAll(declared: boolean | number | null, existing: boolean | number): boolean {
  return declared === 1 && existing === 0;
}

function versionBlockers(
  id: string,
  key: DesiredKey,
  { latest_version: latest }: KeySettings,
): PlanBlocker[] {
  const { min_enabled_version: wanted } = key;
  if (wanted === null || wanted <= latest) return [];
  const remedy = 'No version would be enabled: rotate the key first, or declare a version that exists.';
  return [versionNotThere(id, 'min_enabled_version', { latest, wanted }, remedy)];
}

function replicationBlockers(
  id: string,
  { replica_regions }: DesiredKey,
  evidence: PlanEvidence,
): PlanBlocker[] {
  if (replica_regions.length === 0 || !tooOldForReplicas(evidence)) return [];
  return [
    blocker(
      'vault_too_old',
      id,
      `${id}: replica_regions need Vault 2.0.0 or newer, and this Vault is ${evidence.vault_version}.`,
      'Upgrade Vault, or remove replica_regions.',
    ),
  ];
}

/** KMS still has aliases of a key that Vault no longer has: the new key cannot decrypt the old key's data. */
function lostKeyNotices(mount: DesiredMount, key: DesiredKey, evidence: PlanEvidence): Notice[] {
  if (key.kms === null) return [];
  const id = keyId(mount, key.name);
  const held = aliasesOf(key.name, evidence.aliases.get(providerId(mount, key.kms)) ?? []);
  if (held.length === 0) return [];
  const message = `${id} is not in Vault, but KMS still has ${held.join(', ')}: a key of this name existed before. The new key has new key material and cannot decrypt the old key's data.`;
  return [{ code: 'key_lost', id, message }];
}

function rotationNotices(
  id: string,
  { rotate_after }: DesiredKey,
  { latest_version, versions }: LiveKey,
  now: Date,
): Notice[] {
  const created = Date.parse(versions[latest_version]?.creation_time ?? '');
  if (rotate_after === null || Number.isNaN(created) || now.getTime() - created < rotate_after) return [];
  const message = `${id}: version ${latest_version} was created on ${new Date(created).toISOString()} and is older than rotate_after. Run the rotate command.`;
  return [{ code: 'rotation_due', id, message }];
}
