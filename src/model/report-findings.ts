import type { Finding, KeyReport, PermissionReport, Report, VersionReport } from './report.ts';

/** A finding, and the part of the report that it is about. */
export interface LocatedFinding {
  readonly finding: Finding;
  /** `null`: the region or the run as a whole. */
  readonly key: KeyReport | null;
  /** `null`: the key as a whole. */
  readonly version: VersionReport | null;
}

/** Every finding of a report, in its order: those of the region, then each key's, then those of its versions. */
export function findingsOf({ findings, keys }: Pick<Report, 'findings' | 'keys'>): LocatedFinding[] {
  return [
    ...findings.map((finding) => ({ finding, key: null, version: null })),
    ...keys.flatMap((key) => findingsOfKey(key)),
  ];
}

/** Every finding of one key: those of the key as a whole, then those of its versions. */
export function findingsOfKey(key: KeyReport): LocatedFinding[] {
  return [
    ...key.findings.map((finding) => ({ finding, key, version: null })),
    ...key.versions.flatMap((version) => version.findings.map((finding) => ({ finding, key, version }))),
  ];
}

/** The id of a key's distribution; a verifier of an older version leaves it out. */
export function keyReportId({ id, kms, name }: KeyReport): string {
  return id ?? `${kms}/key/${name}`;
}

/** `us-west-2/arn:aws:iam::111122223333:user/vault/kms:CreateKey` */
export function permissionId({ region, principal_arn, action }: PermissionReport): string {
  return `${region}/${principal_arn ?? 'none'}/${action}`;
}
