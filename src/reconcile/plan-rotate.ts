import type { Desired, DesiredKey, DesiredMount } from '../model/desired.ts';
import { keyId, mountId } from '../model/id.ts';
import type { Live, LiveMount } from '../model/live.ts';
import type { Notice, Plan, Refusal, Step } from '../model/plan.ts';
import { sealPlan } from './digest.ts';

/** The keys to rotate by their id, each with the version that must be the latest one; `null`: whichever is. */
export type RotationRequests = ReadonlyMap<string, number | null>;

type Verdict = { step: Step } | { refusal: Refusal } | { notice: Notice } | null;

/**
 * Which keys have to be rotated: the requested ones, or else every declared key whose latest version is older
 * than its `rotate_after`. Pure.
 *
 * @param requests `null`: what is due
 */
export function planRotation(
  desired: Desired,
  live: Live,
  requests: RotationRequests | null,
  now: Date,
): Plan {
  const verdicts = desired.mounts.flatMap((mount, index) =>
    mount.keys.map((key) =>
      requests === null
        ? due(mount, live.mounts[index]!, key, now)
        : requested(mount, live.mounts[index]!, key.name, requests),
    ),
  );
  return sealPlan({
    steps: verdicts.flatMap((verdict) => (verdict && 'step' in verdict ? [verdict.step] : [])),
    refusals: verdicts.flatMap((verdict) => (verdict && 'refusal' in verdict ? [verdict.refusal] : [])),
    undeclared: [],
    notices: verdicts.flatMap((verdict) => (verdict && 'notice' in verdict ? [verdict.notice] : [])),
  });
}

function requested(mount: DesiredMount, live: LiveMount, name: string, requests: RotationRequests): Verdict {
  const id = keyId(mount, name);
  const version = requests.get(id);
  if (version === undefined) return null;
  const key = live.keys.find((key) => key.name === name);
  if (key === undefined) return { refusal: missing(id, mount, live) };
  const { latest_version } = key;
  if (version === null || version === latest_version) {
    return { step: rotation(id, latest_version, 'as asked') };
  }
  if (version < latest_version) {
    const message = `${id}: version ${version} was to be rotated, and version ${latest_version} is there already.`;
    return { notice: { code: 'already_rotated', id, message } };
  }
  return {
    refusal: {
      code: 'version_not_there',
      id,
      field: 'latest_version',
      from: latest_version,
      to: version,
      message: `${id}: its latest version is ${latest_version}, so version ${version} can't be the one to rotate from.`,
      remedy: `Write ${name}@${latest_version}, or ${name} alone.`,
    },
  };
}

function due(mount: DesiredMount, live: LiveMount, declared: DesiredKey, now: Date): Verdict {
  const id = keyId(mount, declared.name);
  if (declared.rotate_after === null) return null;
  const key = live.keys.find((key) => key.name === declared.name);
  if (key === undefined) return { refusal: missing(id, mount, live) };
  const created = Date.parse(key.versions[key.latest_version]?.creation_time ?? '');
  if (Number.isNaN(created)) {
    const message = `${id}: Vault does not say when version ${key.latest_version} was created, so whether it is due is not known.`;
    return { notice: { code: 'age_unknown', id, message } };
  }
  const age = now.getTime() - created;
  if (age < declared.rotate_after) return null;
  const days = (milliseconds: number) => `${(milliseconds / 86_400_000).toFixed(1)} days`;
  const reason = `version ${key.latest_version} is ${days(age)} old, rotate_after is ${days(declared.rotate_after)}`;
  return { step: rotation(id, key.latest_version, reason) };
}

function rotation(id: string, from: number, reason: string): Step {
  const changes = [{ field: 'latest_version', from, to: from + 1 }];
  return { op: 'rotate', id, changes, reason, disruptive: false, depends_on: [] };
}

function missing(id: string, mount: DesiredMount, live: LiveMount): Refusal {
  const message = live.missing
    ? `${id}: no keymgmt engine is mounted at ${mountId(mount)}, or the token may not see it.`
    : `${id}: there is no such key in Vault.`;
  return {
    code: 'key_missing',
    id,
    field: null,
    from: null,
    to: null,
    message,
    remedy: 'Run apply first, or check path and namespace.',
  };
}
