import { randomUUID } from 'node:crypto';
import { day } from '../../later.ts';
import type { Key, KeyUse } from './key.ts';

/** How KMS tracks the use of keys. */
export interface UsageTracking {
  /** How long a use takes to be recorded, in milliseconds. AWS: up to an hour. */
  readonly delay: number;
  /** The day on which tracking began, for older keys. */
  readonly start: Date;
}

/** AWS began to track on this day. */
export const defaultTracking: UsageTracking = { delay: 0, start: new Date('2026-04-23T00:00:00Z') };

/** Adds a successful cryptographic operation. */
export function addUse(key: Key, use: Omit<KeyUse, 'KmsRequestId'>, tracking: UsageTracking): void {
  const recorded = key.uses.findLastIndex((one) => isRecorded(one, use.Timestamp, tracking));
  key.uses = [...key.uses.slice(Math.max(recorded, 0)), { ...use, KmsRequestId: randomUUID() }];
}

/** The last use that KMS has recorded by now; `undefined`: none. */
export function lastUse({ uses }: Key, now: Date, tracking: UsageTracking): KeyUse | undefined {
  return uses.findLast((one) => isRecorded(one, now, tracking));
}

/** Since when KMS tracks the use of a key. */
export function trackingStart({ created }: Key, { start }: UsageTracking): Date {
  return created > start ? created : start;
}

/**
 * The value of `kms:TrailingDaysWithoutKeyUsage`: whole days since the last use, or since the start of tracking.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function trailingDays(key: Key, now: Date, tracking: UsageTracking): number {
  const since = lastUse(key, now, tracking)?.Timestamp ?? trackingStart(key, tracking);
  return Math.max(0, Math.floor((now.getTime() - since.getTime()) / (day * 1000)));
}

function isRecorded({ Timestamp }: KeyUse, now: Date, { delay }: UsageTracking): boolean {
  return Timestamp.getTime() + delay <= now.getTime();
}
