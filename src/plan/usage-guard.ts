import type { Desired } from '../model/desired.ts';
import { RunError } from '../model/errors.ts';
import type { KeyUsage } from '../model/evidence.ts';
import { distributionId } from '../model/id.ts';
import type { Live, LiveDistribution, LiveMount } from '../model/live.ts';
import type { Notice, Plan, Step } from '../model/plan.ts';

/** A KMS key that a step of a plan removes or disables, in one of its regions. */
export interface AffectedKey {
  /** The id of the step. */
  readonly step: string;
  /** The id of its provider. */
  readonly provider: string;
  readonly version: string;
  readonly kms_key: string;
  readonly region: string;
}

/** When a KMS key was last used, or why that is unknown. */
export type UsageEvidence = AffectedKey & ({ readonly usage: KeyUsage } | UnknownUsage);

interface UnknownUsage {
  readonly unknown: string;
  readonly remedy: string;
}

/** How recent a use blocks a plan; milliseconds. */
export interface IdleGuard {
  /** 0: the guard is off. */
  readonly min_idle: number;
  /** The user set it: then unknown usage blocks too. */
  readonly is_explicit: boolean;
}

/** The guard of a run that sets none. */
export const usualIdleGuard: IdleGuard = { min_idle: 7 * 86_400_000, is_explicit: false };

/**
 * The KMS keys that a plan makes unusable: those of removed distributions, and those of versions that a raised
 * `min_enabled_version` disables. A multi-region key is listed once per region, since KMS records usage per region.
 */
export function affectedKeys(plan: Plan, desired: Desired, live: Live): AffectedKey[] {
  return desired.mounts.flatMap((mount, index) => {
    const observed = live.mounts[index]!;
    return observed.kms.flatMap((provider) =>
      provider.distributions.flatMap((record) => {
        const id = distributionId(mount, provider.name, record.key);
        const regions = [provider.key_collection, ...replicaRegions(observed, record.key)];
        return versionsAffected(plan, id, record, observed).flatMap(({ step, version }) =>
          regions.map((region) => ({
            step,
            provider: id.slice(0, -`/key/${record.key}`.length),
            version,
            kms_key: record.versions[version]!,
            region,
          })),
        );
      }),
    );
  });
}

function versionsAffected(
  { steps }: Plan,
  distribution: string,
  { key, versions }: LiveDistribution,
  live: LiveMount,
): { readonly step: string; readonly version: string }[] {
  const removal = steps.find(({ op, id }) => op === 'remove_distribution' && id === distribution);
  if (removal !== undefined) return Object.keys(versions).map((version) => ({ step: removal.id, version }));
  const enabled = live.keys.find(({ name }) => name === key)?.min_enabled_version ?? 0;
  const mount = distribution.slice(0, distribution.lastIndexOf('/kms/'));
  const update = steps.find(({ op, id }) => op === 'update_key' && id === `${mount}/key/${key}`);
  if (update === undefined) return [];
  const raised = raisedTo(update);
  return Object.keys(versions)
    .filter((version) => Number(version) >= enabled && Number(version) < raised)
    .map((version) => ({ step: update.id, version }));
}

/** The first version that stays enabled; 0: the step disables none. */
function raisedTo({ changes }: Step): number {
  return Number(changes.find(({ field }) => field === 'min_enabled_version')?.to ?? 0);
}

function replicaRegions({ keys }: LiveMount, key: string): readonly string[] {
  return keys.find(({ name }) => name === key)?.replica_regions ?? [];
}

/** What the plan says about each affected KMS key. It is no part of the digest, since it changes with every use. */
export function usageNotices(evidence: readonly UsageEvidence[], now: Date): Notice[] {
  return evidence.map((key) => ({
    code: 'key_usage',
    id: key.step,
    message: `${key.step}: version ${key.version}, KMS key ${key.kms_key} in ${key.region}: ${sentence(showUsage(key, now))}`,
  }));
}

/** `last used 2 hours ago (Decrypt)`, `never used since it was created`, … */
export function showUsage(evidence: UsageEvidence, now: Date): string {
  if ('unknown' in evidence) return `last use unknown: ${evidence.unknown}`;
  const { last_used, operation, created, tracked_since } = evidence.usage;
  if (last_used !== null)
    return `last used ${ago(last_used, now)} (${operation ?? 'operation not recorded'})`;
  if (Date.parse(created) >= Date.parse(tracked_since)) return 'never used since it was created';
  return `no use recorded since ${tracked_since.slice(0, 10)}, older use unknown`;
}

/** What a use within `min_idle`, or unknown usage where the guard was set explicitly, stops; `null` when nothing does. */
export function usageError(
  evidence: readonly UsageEvidence[],
  { min_idle, is_explicit }: IdleGuard,
  now: Date,
): RunError | null {
  if (min_idle === 0) return null;
  const recent = evidence.filter((key) => idleness(key, min_idle, now) === 'recent');
  const unknown = evidence.filter((key) => idleness(key, min_idle, now) === 'unknown');
  const stopping = is_explicit ? [...recent, ...unknown] : recent;
  if (stopping.length === 0) return null;
  const lines = stopping.map(
    (key) =>
      `${key.step}: the KMS key ${key.kms_key} in ${key.region}: ${[showUsage(key, now), ...detailsOf(key)].map(sentence).join(' ')}`,
  );
  return new RunError(
    'recently_used',
    [
      `The plan removes or disables KMS keys that were used within the last ${days(min_idle)}, or whose use is unknown. Nothing was written.`,
      ...lines,
    ].join('\n'),
    'Find out in CloudTrail who uses each key, and encrypt that data again under another key first. `min_idle: 0s` turns this guard off.',
  );
}

/** The operations of the check `canary`, which KMS keeps as the last use like any other. */
const canaryOperations = ['Decrypt', 'Encrypt', 'Sign'];

function detailsOf(key: UsageEvidence): string[] {
  if ('unknown' in key) return [key.remedy];
  const { event_id, operation } = key.usage;
  if (event_id === undefined) return [];
  const canary = canaryOperations.includes(operation ?? '')
    ? '; it may be a canary of the verifier (docs/audit.md#canary says how to tell)'
    : '';
  return [`CloudTrail event ${event_id}${canary}`];
}

/** What cannot be decided while the guard has its default: a warning each. */
export function unknownUsage(
  evidence: readonly UsageEvidence[],
  { min_idle }: IdleGuard,
  now: Date,
): string[] {
  if (min_idle === 0) return [];
  return evidence
    .filter((key) => idleness(key, min_idle, now) === 'unknown')
    .map(
      (key) =>
        `${key.step}: whether the KMS key ${key.kms_key} in ${key.region} is in use is not known: ${sentence(showUsage(key, now))} ${remedyOf(key)} Or look in CloudTrail before you remove it.`,
    );
}

/** AWS tracks uses since its start of tracking, which may be too late to decide. */
function remedyOf(evidence: UsageEvidence): string {
  return 'unknown' in evidence ? evidence.remedy : 'Wait until AWS has tracked its use for long enough.';
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Whether a KMS key was idle for `minIdle` milliseconds. */
export function idleness(evidence: UsageEvidence, minIdle: number, now: Date): 'idle' | 'recent' | 'unknown' {
  if ('unknown' in evidence) return 'unknown';
  const { last_used, created, tracked_since } = evidence.usage;
  const age = (time: string) => now.getTime() - Date.parse(time);
  if (last_used !== null) return age(last_used) < minIdle ? 'recent' : 'idle';
  if (Date.parse(created) >= Date.parse(tracked_since)) return 'idle';
  return age(tracked_since) >= minIdle ? 'idle' : 'unknown';
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function ago(time: string, now: Date): string {
  const age = now.getTime() - Date.parse(time);
  const [unit, length] = units.find(([, size]) => age >= size) ?? ['minute', 60_000];
  const number = Math.max(1, Math.floor(age / length));
  return `${number} ${unit}${number === 1 ? '' : 's'} ago`;
}

function days(milliseconds: number): string {
  const [unit, length] = units.find(([, size]) => milliseconds % size === 0) ?? ['minute', 60_000];
  const number = Math.round(milliseconds / length);
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
