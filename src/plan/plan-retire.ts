import type { Desired, DesiredKey } from '../model/desired.ts';
import { keyId, providerId } from '../model/id.ts';
import type { Live, LiveKey } from '../model/live.ts';
import type { Notice } from '../model/plan.ts';
import { change, emptyPart, type PlanPart, step } from './plan-part.ts';
import {
  type AffectedKey,
  type IdleGuard,
  idleness,
  showUsage,
  type UsageEvidence,
  usualIdleGuard,
} from './usage-guard.ts';

const day = 86_400_000;

/** An enabled version of a key that a newer one replaced. */
interface ReplacedVersion {
  readonly version: number;
  readonly created: number;
  readonly replaced: number;
}

/** What a retirement depends on beyond Vault's answers. */
export interface RetireEvidence {
  /** When the KMS keys of the retirable versions were last used. */
  readonly usage: readonly UsageEvidence[];
  readonly guard: IdleGuard;
}

/** Nothing was read, so that no distributed version is retired. */
export const noRetireEvidence: RetireEvidence = { usage: [], guard: usualIdleGuard };

/** The versions that were replaced longer than `retire_after` ago, oldest first: those that may be retired. */
function retirable(key: LiveKey, retireAfter: number, now: Date): readonly number[] {
  return replacedVersions(key)
    .filter(({ replaced }) => now.getTime() - replaced >= retireAfter)
    .map(({ version }) => version);
}

/** The KMS keys of every version that may be retired: whose last use a rotation has to know. */
export function retirableKeys(desired: Desired, live: Live, now: Date): AffectedKey[] {
  return desired.mounts.flatMap((mount, index) =>
    mount.keys.flatMap(({ name, kms, retire_after }) => {
      const key = live.mounts[index]!.keys.find((one) => one.name === name);
      const provider = live.mounts[index]!.kms.find((one) => one.name === kms);
      const record = provider?.distributions.find((one) => one.key === name);
      if (retire_after === null || key === undefined || provider === undefined || record === undefined)
        return [];
      return retirable(key, retire_after, now).flatMap((version) =>
        [provider.key_collection, ...key.replica_regions].map((region) => ({
          step: keyId(mount, name),
          provider: providerId(mount, provider.name),
          version: String(version),
          kms_key: record.versions[version] ?? '',
          region,
        })),
      );
    }),
  );
}

/**
 * Disables versions that were replaced longer than `retire_after` ago and are idle, by a raised
 * `min_enabled_version`. A version in use, or whose use is unknown, stops the raise, and is named.
 *
 * Source of the idea of a cryptoperiod: NIST SP 800-57 Part 1, 5.3
 */
export function planRetire(
  id: string,
  { retire_after, kms }: Pick<DesiredKey, 'retire_after' | 'kms'>,
  key: LiveKey,
  { usage, guard }: RetireEvidence,
  now: Date,
): PlanPart {
  if (retire_after === null) return emptyPart;
  const replaced = replacedVersions(key);
  const candidates = retirable(key, retire_after, now);
  const mine = usage.filter(({ step }) => step === id);
  const of = (version: number) => mine.filter((evidence) => evidence.version === String(version));
  const isIdle = (version: number) => {
    if (guard.min_idle === 0) return true;
    // A distributed version without evidence was not read, and so not shown to be idle.
    if (kms !== null && of(version).length === 0) return false;
    return of(version).every((evidence) => idleness(evidence, guard.min_idle, now) === 'idle');
  };
  const kept = candidates.find((version) => !isIdle(version));
  const retired = candidates.filter((version) => kept === undefined || version < kept);
  const notices = [
    ...replaced.map((version) => lifecycle(id, version, retire_after, of(version.version), now)),
    ...(kept === undefined ? [] : [inUse(id, kept, of(kept), now)]),
  ];
  const last = retired.at(-1);
  if (last === undefined) return { ...emptyPart, notices };
  const from = key.min_enabled_version;
  const which = retired.length === 1 ? `version ${last} was` : `versions ${retired.join(', ')} were`;
  const reason = `${which} replaced more than ${days(retire_after)} ago (retire_after)`;
  const raise = step('update_key', id, [change('min_enabled_version', from, last + 1)], reason, [id]);
  return { steps: [{ ...raise, disruptive: true }], refusals: [], notices };
}

/** In ascending order, as the numbers among the names of an object are. */
function replacedVersions({ versions, min_enabled_version }: LiveKey): ReplacedVersion[] {
  const created = (version: number) => Date.parse(versions[version]?.creation_time ?? '');
  return Object.keys(versions)
    .map(Number)
    .filter((version) => version >= min_enabled_version)
    .map((version) => ({ version, created: created(version), replaced: created(version + 1) }))
    .filter(({ replaced }) => !Number.isNaN(replaced));
}

function lifecycle(
  id: string,
  { version, created, replaced }: ReplacedVersion,
  retireAfter: number,
  usage: readonly UsageEvidence[],
  now: Date,
): Notice {
  const age = Number.isNaN(created) ? 'of unknown age' : `${days(now.getTime() - created)} old`;
  const due = new Date(replaced + retireAfter).toISOString().slice(0, 10);
  const uses = usage.map((evidence) => `; ${showUsage(evidence, now)} in ${evidence.region}`).join('');
  const message = `${id}: version ${version} is ${age}, was replaced ${days(now.getTime() - replaced)} ago and retires from ${due} on${uses}.`;
  return { code: 'version_lifecycle', id, message };
}

function inUse(id: string, version: number, usage: readonly UsageEvidence[], now: Date): Notice {
  const uses = usage.map((evidence) => `${showUsage(evidence, now)} in ${evidence.region}`).join(', ');
  const message = `${id}: version ${version} is past its retire_after and stays enabled: ${uses || 'its use was not read'}. Encrypt its data again with the latest version.`;
  return { code: 'version_in_use', id, message };
}

function days(milliseconds: number): string {
  return `${(milliseconds / day).toFixed(1)} days`;
}
