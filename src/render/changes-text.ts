import type { Accepted, Report, ReportChanges } from '../model/report.ts';
import { count } from './plan-wording.ts';

/** `Since 2026-11-24T00:00:00Z: 2 new, 1 fixed, 5 unchanged.`, and what else changed, each in a few words. */
export function changesHeadline(changes: ReportChanges): string {
  const { since, unchanged, material_replaced, keys_added, keys_gone } = changes;
  const { permissions_gained, permissions_lost } = changes;
  const parts = [
    `${changes.new.length} new`,
    `${changes.fixed.length} fixed`,
    `${unchanged} unchanged`,
    ...some(material_replaced.length, 'key material', 'replaced'),
    ...some(keys_added.length, 'key', 'added'),
    ...some(keys_gone.length, 'key', 'gone'),
    ...some(permissions_gained.length, 'permission', 'gained'),
    ...some(permissions_lost.length, 'permission', 'lost'),
  ];
  return `Since ${since}: ${parts.join(', ')}.`;
}

function some(number: number, what: string, happened: string): string[] {
  return number === 0 ? [] : [`${count(number, what)} ${happened}`];
}

/** One line for each thing that changed, without what is unchanged. */
export function changeLines(changes: ReportChanges): string[] {
  return [
    ...changes.new.map(({ id, message }) => `new: ${id}: ${message}`),
    ...changes.fixed.map(({ id }) => `fixed: ${id}`),
    ...changes.material_replaced.map(
      ({ id, version, key_id }) => `key material replaced: version ${version} of ${id}, KMS key ${key_id}`,
    ),
    ...changes.keys_added.map((id) => `key added: ${id}`),
    ...changes.keys_gone.map((id) => `key gone: ${id}`),
    ...changes.permissions_gained.map((row) => `permission gained: ${permission(row)}`),
    ...changes.permissions_lost.map((row) => `permission lost: ${permission(row)}`),
  ];
}

function permission({ action, principal_arn, region }: ReportChanges['permissions_gained'][number]): string {
  return `${action} in ${region} for ${principal_arn ?? 'no principal'}`;
}

/** `accepted until 2027-01-31 by team-payments: …` */
export function acceptedText({ id, reason, owner, expires }: Accepted): string {
  return `${id} is accepted by ${owner} until ${expires}: ${reason}`;
}

/** What is left out of the verdict; empty for nothing. */
export function acceptedCount({ accepted = [] }: Report): string {
  return accepted.length === 0 ? '' : `; ${accepted.length} accepted`;
}
