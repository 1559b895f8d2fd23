import type { AwsSecurityFinding, Resource } from '@aws-sdk/client-securityhub';
import type {
  Finding,
  KeyReport,
  PermissionReport,
  Report,
  Status,
  VersionReport,
} from '../src/model/report.ts';

/** Where findings go: the function's own account and region. */
export interface Hub {
  readonly partition: string;
  readonly region: string;
  readonly account_id: string;
}

export const generator = 'vault-keymgmt-aws-kms';

/**
 * What did not pass, as Security Hub takes it: one finding for each check of each key version, under an id that stays
 * the same from run to run.
 *
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
 */
export function findingsOf(report: Report, hub: Hub): AwsSecurityFinding[] {
  const make = finder(report, hub);
  return [
    ...report.findings.map((finding) => make('region', finding, account(report))),
    ...report.keys.flatMap((key) => [
      ...key.findings.map((finding) =>
        make(keyPlace(key), finding, keyResource(key.versions.at(-1), report)),
      ),
      ...key.versions.flatMap((version) =>
        version.findings.map((finding) =>
          make(`${keyPlace(key)}/${version.version}`, finding, keyResource(version, report)),
        ),
      ),
    ]),
    ...report.permissions
      .filter(({ decision }) => decision !== 'allowed')
      .map((row) => make(permissionsPlace, permissionFinding(row), principal(row, report))),
  ];
}

/** What every id of a report's account and region begins with. */
export function idPrefix({ account_id, region }: Report): string {
  return `${generator}/${account_id ?? 'unknown'}/${region}/`;
}

/** Whether the report has looked at what a finding of an earlier one is about. */
export function covers(report: Report, id: string): boolean {
  const place = id.slice(idPrefix(report).length);
  if (place.startsWith('region/')) return true;
  if (place.startsWith(`${permissionsPlace}/`)) return report.permissions.length > 0;
  return report.keys.some((key) => place.startsWith(`${keyPlace(key)}/`));
}

const permissionsPlace = 'permission';

function keyPlace({ kms, name }: KeyReport): string {
  return `key/${kms}/${name}`;
}

function finder(report: Report, hub: Hub) {
  return (place: string, finding: Finding, resource: Resource): AwsSecurityFinding => ({
    SchemaVersion: '2018-10-08',
    Id: `${idPrefix(report)}${place}/${finding.check}`,
    ProductArn: productArn(hub),
    GeneratorId: `${generator}/${finding.check}`,
    AwsAccountId: hub.account_id,
    Types: ['Software and Configuration Checks/AWS Security Best Practices'],
    CreatedAt: report.checked_at,
    UpdatedAt: report.checked_at,
    Severity: { Label: finding.status === 'fail' ? 'HIGH' : 'MEDIUM' },
    Title: cut(`Vault key in AWS KMS: ${finding.check} (${place})`, 256),
    Description: cut(finding.message, 1024),
    Remediation: { Recommendation: { Text: cut(finding.remediation || finding.message, 512) } },
    Resources: [resource],
    Compliance: { Status: complianceOf(finding.status) },
    RecordState: 'ACTIVE',
  });
}

/** The default product of the account, which findings of one's own go by. */
export function productArn({ partition, region, account_id }: Hub): string {
  return `arn:${partition}:securityhub:${region}:${account_id}:product/${account_id}/default`;
}

function complianceOf(status: Status): 'PASSED' | 'FAILED' | 'WARNING' {
  return ({ pass: 'PASSED', fail: 'FAILED', indeterminate: 'WARNING' } as const)[status];
}

function keyResource(version: VersionReport | undefined, report: Report): Resource {
  if (version?.arn == null) return account(report);
  return {
    Type: 'AwsKmsKey',
    Id: version.arn,
    Region: report.region,
    Details: {
      AwsKmsKey: {
        KeyId: version.key_id,
        ...(version.key_state === null ? {} : { KeyState: version.key_state }),
      },
    },
  };
}

function principal({ principal_arn }: PermissionReport, report: Report): Resource {
  if (principal_arn === null) return account(report);
  return { Type: principal_arn.includes(':user/') ? 'AwsIamUser' : 'AwsIamRole', Id: principal_arn };
}

function account({ account_id, region }: Report): Resource {
  return { Type: 'AwsAccount', Id: `AWS::::Account:${account_id ?? 'unknown'}`, Region: region };
}

function permissionFinding({ action, decision, message, evidence, needed_for }: PermissionReport): Finding {
  return {
    check: action,
    status: decision === 'denied' ? 'fail' : 'indeterminate',
    expected: 'allowed',
    actual: decision,
    message: `${action} is ${decision === 'denied' ? 'denied' : 'not established'} (${evidence}). ${message}`,
    remediation: `Vault's principal needs ${action}: ${needed_for}`,
  };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
