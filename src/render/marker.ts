import { createHash } from 'node:crypto';
import type { RunReport } from '../model/run.ts';
import { mountsOf } from './mounts.ts';

/** What a comment or an issue of the action is about; hidden in its first line, so that the next run finds it. */
export interface Marker {
  readonly kind: 'comment' | 'issue';
  /** Hash of the workflow's file and `comment_key`. */
  readonly scope: string;
  /** Hash of each mount; empty where none is known. */
  readonly mounts: readonly string[];
}

export function markerOf(kind: Marker['kind'], report: RunReport, commentKey: string): Marker {
  return {
    kind,
    scope: hash([report.provenance.workflow, commentKey]),
    mounts: mountsOf(report).map(hash).sort(),
  };
}

/** The marker as an invisible line. It consists of hashes, so no name can end it. */
export function markerLine({ kind, scope, mounts }: Marker): string {
  return `<!-- vault-keymgmt-aws-kms ${kind} ${scope} ${mounts.join(',')} -->`;
}

/**
 * Whether a body has the marker: the same kind, workflow and `comment_key`, and a common mount. A run that ended before
 * it knew its mounts matches whatever its workflow wrote before.
 */
export function hasMarker(body: string, marker: Marker): boolean {
  const found = /^<!-- vault-keymgmt-aws-kms (?<kind>\w+) (?<scope>\w+) (?<mounts>[\w,]*) -->/.exec(
    body,
  )?.groups;
  if (found?.['kind'] !== marker.kind || found['scope'] !== marker.scope) return false;
  const mounts = found['mounts'] === '' ? [] : (found['mounts']?.split(',') ?? []);
  return (
    mounts.length === 0 || marker.mounts.length === 0 || mounts.some((mount) => marker.mounts.includes(mount))
  );
}

/** A short fingerprint of plain data. */
export function hash(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
}
