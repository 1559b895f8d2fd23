import type { Desired, DesiredKey, DesiredMount } from '../model/desired.ts';
import { keyId, mountId } from '../model/id.ts';
import type { Live, LiveMount } from '../model/live.ts';
import type { Plan, PlanBlocker } from '../model/plan.ts';
import { blocker, versionNotThere } from './blockers.ts';
import { sealPlan } from './digest.ts';
import {
  blockedPart,
  change,
  emptyPart,
  mergeParts,
  noticePart,
  type PlanPart,
  plannedPart,
  step,
} from './plan-part.ts';
import { noRetireEvidence, planRetire, type RetireEvidence } from './plan-retire.ts';

/** The keys to rotate by their id, each with the version that must be the latest; `null`: any. */
export type RotationRequests = ReadonlyMap<string, number | null>;

/**
 * The keys to rotate: the requested ones, or else every declared key whose latest version is older than its
 * `rotate_after`; and the old versions of these keys to disable, by their `retire_after`. Pure.
 *
 * @param requests `null`: the keys that are due
 */
export function planRotate(
  desired: Desired,
  live: Live,
  requests: RotationRequests | null,
  now: Date,
  evidence: RetireEvidence = noRetireEvidence,
): Plan {
  const parts = desired.mounts.flatMap((mount, index) =>
    mount.keys.map((key) => {
      const observed = live.mounts[index]!;
      const rotated =
        requests === null ? due(mount, observed, key, now) : requested(mount, observed, key.name, requests);
      return mergeParts([rotated, retired(mount, observed, key, evidence, now)]);
    }),
  );
  return sealPlan({ ...mergeParts(parts), undeclared: [] });
}

function requested(mount: DesiredMount, live: LiveMount, name: string, requests: RotationRequests): PlanPart {
  const id = keyId(mount, name);
  const version = requests.get(id);
  if (version === undefined) return emptyPart;
  const key = live.keys.find((key) => key.name === name);
  if (key === undefined) return blockedPart(keyMissing(id, mount, live));
  const { latest_version: latest } = key;
  if (version === null || version === latest) return rotation(id, latest, 'requested by rotate_keys');
  if (version < latest) {
    const message = `${id}: version ${version} was already rotated; the latest version is ${latest}.`;
    return noticePart({ code: 'already_rotated', id, message });
  }
  const remedy = `Write ${name}@${latest}, or ${name} alone.`;
  return blockedPart(versionNotThere(id, 'rotate_keys', { latest, wanted: version }, remedy));
}

function due(mount: DesiredMount, live: LiveMount, { name, rotate_after }: DesiredKey, now: Date): PlanPart {
  if (rotate_after === null) return emptyPart;
  const id = keyId(mount, name);
  const key = live.keys.find((key) => key.name === name);
  if (key === undefined) return blockedPart(keyMissing(id, mount, live));
  const created = Date.parse(key.versions[key.latest_version]?.creation_time ?? '');
  if (Number.isNaN(created)) {
    const message = `${id}: Vault does not return the creation time of version ${key.latest_version}, so it is unknown whether a rotation is due.`;
    return noticePart({ code: 'age_unknown', id, message });
  }
  const age = now.getTime() - created;
  if (age < rotate_after) return emptyPart;
  const reason = `version ${key.latest_version} is ${days(age)} old, rotate_after is ${days(rotate_after)}`;
  return rotation(id, key.latest_version, reason);
}

/** Old versions, which a rotation leaves behind; a key that is missing is a blocker of its own. */
function retired(
  mount: DesiredMount,
  live: LiveMount,
  declared: DesiredKey,
  evidence: RetireEvidence,
  now: Date,
): PlanPart {
  const key = live.keys.find(({ name }) => name === declared.name);
  return key === undefined
    ? emptyPart
    : planRetire(keyId(mount, declared.name), declared, key, evidence, now);
}

function rotation(id: string, from: number, reason: string): PlanPart {
  return plannedPart(step('rotate', id, [change('latest_version', from, from + 1)], reason));
}

function days(milliseconds: number): string {
  return `${(milliseconds / 86_400_000).toFixed(1)} days`;
}

function keyMissing(id: string, mount: DesiredMount, live: LiveMount): PlanBlocker {
  const message = live.missing
    ? `${id}: no keymgmt engine is mounted at ${mountId(mount)}, or the token may not see it.`
    : `${id}: Vault has no such key.`;
  return blocker('key_missing', id, message, 'Run apply first, or check path and namespace.');
}
