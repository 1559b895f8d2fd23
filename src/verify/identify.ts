import type { ControlSource } from '../model/controls/all-controls.ts';
import { controlsOf } from '../model/controls/all-controls.ts';
import type { FindingId } from '../model/finding-id.ts';
import type { Finding, KeyReport, PermissionReport, Report, VersionReport } from '../model/report.ts';
import { keyReportId, permissionId } from '../model/report-findings.ts';
import type { CheckDoc } from './check.ts';
import { checkCatalogue } from './checks/all-checks.ts';
import { withSeverity } from './severities.ts';

/**
 * Gives each finding its id and severity, where it has none yet: `keymgmt/kms/aws/key/db@2/key_state` for a version,
 * with the region before the check for a replica, `keymgmt/kms/aws/key/db/alias_exists` for a key,
 * `keymgmt/kms/aws/key_policy` where one key of the provider is the sample, `us-west-2/no_keys` for a region. An id is
 * the same from run to run.
 */
export function identified<
  T extends Pick<Report, 'region' | 'keys' | 'findings' | 'permissions'> & {
    readonly depth?: Report['depth'] | undefined;
  },
>(parts: T): T {
  const isSampled = (check: FindingId) => parts.depth === 'standard' && isSampledCheck(check);
  return {
    ...parts,
    keys: parts.keys.map((key) => ({
      ...key,
      findings: key.findings.map((finding) => named(finding, keyReportId(key))),
      versions: key.versions.map((version) => namedVersion(version, key, isSampled)),
    })),
    findings: parts.findings.map((finding) => named(finding, parts.region)),
    permissions: parts.permissions.map(namedPermission),
  };
}

/** A version without findings is not copied: a report may have a hundred thousand. */
function namedVersion(
  version: VersionReport,
  key: KeyReport,
  isSampled: (check: FindingId) => boolean,
): VersionReport {
  if (version.findings.length === 0) return version;
  const subject = `${keyReportId(key)}@${version.version}`;
  return {
    ...version,
    findings: version.findings.map((finding) =>
      named(finding, isSampled(finding.check) ? providerOf(key) : subject),
    ),
  };
}

/** Whether a check reads one key of each provider at depth `standard`. */
export function isSampledCheck(id: string): boolean {
  return sampledChecks.has(id);
}

const sampledChecks: ReadonlySet<string> = new Set(
  Object.values<CheckDoc>(checkCatalogue)
    .filter(({ sampled }) => sampled === true)
    .map(({ id }) => id),
);

/** The id of a key's provider. */
export function providerOf(key: KeyReport): string {
  return keyReportId(key).replace(/\/key\/[^/]*$/, '');
}

function named(finding: Finding, subject: string): Finding {
  const { id, replica_region, check } = finding;
  if (id !== undefined && finding.severity !== undefined) return finding;
  const replica = replica_region === undefined ? '' : `/${replica_region}`;
  return withSeverity({ id: id ?? `${subject}${replica}/${check}`, ...finding });
}

function namedPermission(row: PermissionReport): PermissionReport {
  if (row.id !== undefined || row.decision === 'allowed') return row;
  return { id: permissionId(row), ...row };
}

/**
 * The requirements of each check that ran: at this depth, of the permissions where they were decided, and of
 * `further` checks that were asked for.
 */
export function controlsOfRun(
  depth: NonNullable<Report['depth']>,
  permissions: readonly PermissionReport[],
  further: readonly FurtherCheck[],
): NonNullable<Report['controls']> {
  const ran = Object.values<CheckDoc>(checkCatalogue)
    .filter(
      ({ id, depth: needed, opt_in }) =>
        (further as readonly string[]).includes(id) ||
        (opt_in !== true && (depth === 'full' || needed === 'standard')),
    )
    .map(({ id }) => id);
  const sources: ControlSource[] = [...ran, ...(permissions.length > 0 ? (['permission'] as const) : [])];
  return Object.fromEntries(
    sources.map((source) => [source, controlsOf(source)] as const).filter(([, ids]) => ids.length > 0),
  );
}

/** The checks that run at any depth when they are asked for. */
export const furtherChecks = ['canary', 'last_use'] as const;
export type FurtherCheck = (typeof furtherChecks)[number];

/** Those that the keys of a report show to have run. */
export function furtherChecksOf(keys: readonly KeyReport[]): FurtherCheck[] {
  const shows = (test: (version: VersionReport) => boolean) =>
    keys.some(({ versions }) => versions.some(test));
  return [
    ...(shows(hasReadCanary) ? (['canary'] as const) : []),
    ...(shows(({ usage }) => usage !== undefined) ? (['last_use'] as const) : []),
  ];
}

/** Whether the use of a version's KMS key showed anything: a canary that was only made did not. */
export function hasReadCanary({ canary }: Pick<VersionReport, 'canary'>): boolean {
  return canary !== undefined && canary.result !== 'made' && canary.result !== 'not_used';
}
