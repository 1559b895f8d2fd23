import type { Finding, KeyReport, Report, Summary, VersionReport } from '../model/report.ts';
import { bySeverity } from '../model/report.ts';
import { acceptedCount, acceptedText, changeLines, changesHeadline } from './changes-text.ts';
import { inventoryHeadline } from './inventory-text.ts';
import { groupPermissions } from './permission-groups.ts';
import { count } from './plan-wording.ts';

/** A verification report as lines of text for a log: failures first, each finding with its remedy. */
export function reportText(report: Report): string[] {
  const keys = [...report.keys].sort(bySeverity);
  return [
    ...report.findings.flatMap((finding) => findingText('', finding)),
    ...keys.flatMap(keyText),
    ...permissionText(report),
    ...report.orphans.map(
      ({ alias, key_id }) =>
        `Note: ${alias ?? `the key ${key_id}`} is in KMS and belongs to no checked distribution.`,
    ),
    ...report.notices.map(({ message }) => `Note: ${message}`),
    ...(report.inventory ?? []).map((one) => `Inventory: ${inventoryHeadline(one)}`),
    ...(report.accepted ?? []).map((one) => `Accepted: ${acceptedText(one)}`),
    ...changesText(report),
    reportHeadline(report),
  ];
}

function changesText({ changes }: Report): string[] {
  return changes === undefined ? [] : [...changeLines(changes), changesHeadline(changes)];
}

/** The report in one line. */
export function reportHeadline(report: Report): string {
  const { status, complete, summary, account_id, region } = report;
  const { allowed, denied, indeterminate } = summary.permissions;
  const permissions =
    allowed + denied + indeterminate === 0
      ? ''
      : `; permissions: ${allowed} allowed, ${denied} denied, ${indeterminate} inconclusive`;
  const where = account_id === null ? region : `${region}, account ${account_id}`;
  const cut = complete ? '' : ' (incomplete)';
  const keys = `${count(summary.keys, 'key')} in ${where}: ${statusCounts(summary.key_status)}`;
  const versions = `${count(summary.versions, 'version')}: ${statusCounts(summary)}`;
  return `${status.toUpperCase()}${cut}: ${keys}; ${versions}${permissions}${acceptedCount(report)}.`;
}

function statusCounts({ passed, failed, indeterminate }: Summary['key_status']): string {
  return `${passed} match, ${failed} mismatch, ${indeterminate} inconclusive`;
}

function keyText(key: KeyReport): string[] {
  return [
    `${marks[key.status]} ${key.name} on ${key.kms}${key.alias === '' ? '' : `, ${key.alias}`}`,
    ...key.findings.flatMap((finding) => findingText('    ', finding)),
    ...key.versions.flatMap(versionText),
  ];
}

function versionText({ version, key_id, key_state, status, findings }: VersionReport): string[] {
  return [
    `    ${marks[status]} version ${version}: ${key_id}, ${key_state ?? 'state unknown'}`,
    ...findings.flatMap((finding) => findingText('        ', finding)),
  ];
}

function findingText(indent: string, { check, status, message, remediation }: Finding): string[] {
  const [first = '', ...rest] = remediation.split('\n');
  return [
    `${indent}${marks[status]} ${check}: ${message}`,
    `${indent}  → ${first}`,
    ...rest.map((line) => `${indent}    ${line}`),
  ];
}

/** One paragraph for each reason; the limits of the evidence first. */
function permissionText({ permissions, limits }: Report): string[] {
  return [
    ...limits.map(({ message }) => `Note: ${message}`),
    ...groupPermissions(permissions).flatMap(({ decision, actions, where, layer, message, remedies }) => [
      `${decision === 'denied' ? '✗' : '?'} ${actions.join(', ')}: ${decision}${layer === null ? '' : ` (${layer})`} for ${where.join(', ')}. ${message}`,
      ...remedies.map((remedy) => `    → ${remedy}`),
    ]),
  ];
}

const marks = { pass: '✓', fail: '✗', indeterminate: '?' } as const;
