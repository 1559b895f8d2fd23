import type { AwsSecurityFinding, Partition, Resource, SeverityLabel } from '@aws-sdk/client-securityhub';
import { type ControlSource, controlsOf } from '../src/model/controls/all-controls.ts';
import { accountOf, parsePrincipal } from '../src/model/principal.ts';
import type { Finding, KeyReport, PermissionReport, Report } from '../src/model/report.ts';
import type { LocatedFinding } from '../src/model/report-findings.ts';
import { findingsOf } from '../src/model/report-findings.ts';
import { checkCatalogue } from '../src/verify/checks/all-checks.ts';
import { withSeverity } from '../src/verify/severities.ts';

/** The Security Hub that takes the findings: the one in the function's own account and region. */
export interface Hub {
  readonly partition: string;
  readonly region: string;
  readonly account_id: string;
}

export const generator = 'vault-keymgmt-aws-kms';

/** A finding, or a permission that takes its form: its `check` is the action. */
type FindingLike = Omit<Finding, 'check'> & {
  readonly check: string;
  readonly page?: string;
  readonly source: ControlSource;
};

/**
 * The report's findings in the AWS Security Finding Format: one for each check of each key version, with an id that
 * is the same from run to run.
 *
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
 */
export function securityHubFindings(report: Report, hub: Hub): AwsSecurityFinding[] {
  const make = finder(report, hub);
  return [
    ...findingsOf(report).map((located) =>
      make(
        subjectOf(located),
        {
          ...withSeverity(located.finding),
          page: checkCatalogue[located.finding.check].page,
          source: located.finding.check,
        },
        keyResource(located, report),
      ),
    ),
    ...report.permissions
      .filter(({ decision }) => decision !== 'allowed')
      .map((row) => make(permissionSubject, permissionFinding(row), principal(row, report))),
  ];
}

/** The prefix of every id of the report's account and region. */
export function idPrefix({ account_id, region }: Report): string {
  return `${generator}/${account_id ?? 'unknown'}/${region}/`;
}

/** Whether the report covers the subject of an earlier report's finding. */
export function covers(report: Report, id: string): boolean {
  const subject = id.slice(idPrefix(report).length);
  if (subject.startsWith('region/')) return true;
  if (subject.startsWith(`${permissionSubject}/`)) return report.permissions.length > 0;
  return report.keys.some((key) => subject.startsWith(`${keySubject(key)}/`));
}

const permissionSubject = 'permission';

function keySubject({ kms, name }: KeyReport): string {
  return `key/${kms}/${name}`;
}

function subjectOf({ finding, key, version }: LocatedFinding): string {
  if (key === null) return 'region';
  if (version === null) return keySubject(key);
  const replica = finding.replica_region === undefined ? '' : `/${finding.replica_region}`;
  return `${keySubject(key)}/${version.version}${replica}`;
}

function finder(report: Report, hub: Hub) {
  return (subject: string, finding: FindingLike, resource: Resource): AwsSecurityFinding => ({
    SchemaVersion: '2018-10-08',
    Id: `${idPrefix(report)}${subject}/${finding.check}`,
    ProductArn: productArn(hub),
    GeneratorId: `${generator}/${finding.check}`,
    AwsAccountId: hub.account_id,
    CreatedAt: report.checked_at,
    UpdatedAt: report.checked_at,
    // A finding provider states these here; Security Hub's own rules may change the top level.
    FindingProviderFields: {
      Severity: { Label: severityLabel(finding) },
      Types: ['Software and Configuration Checks/AWS Security Best Practices'],
    },
    Title: cut(`Vault key in AWS KMS: ${finding.check} (${subject})`, 256),
    Description: cut(finding.message, 1024),
    Remediation: {
      Recommendation: {
        Text: cut(finding.remediation || finding.message, 512),
        ...(finding.page === undefined ? {} : { Url: finding.page }),
      },
    },
    // The recommendation is short; the commands are here in full.
    ProductFields: {
      [`${generator}/expected`]: cut(finding.expected, 1024),
      [`${generator}/actual`]: cut(finding.actual, 1024),
      [`${generator}/remediation`]: cut(finding.remediation, 2048),
    },
    Resources: [{ ...resource, Partition: hub.partition as Partition }],
    Compliance: complianceOf(finding),
    RecordState: 'ACTIVE',
  });
}

/** The account's default product, which custom findings belong to. */
export function productArn({ partition, region, account_id }: Hub): string {
  return `arn:${partition}:securityhub:${region}:${account_id}:product/${account_id}/default`;
}

const complianceStatus = { pass: 'PASSED', fail: 'FAILED', indeterminate: 'WARNING' } as const;

/** Security Hub takes 32 requirements; no check has as many. */
function complianceOf({ status, source }: FindingLike): AwsSecurityFinding['Compliance'] {
  const requirements = controlsOf(source);
  return {
    Status: complianceStatus[status],
    ...(requirements.length === 0 ? {} : { RelatedRequirements: [...requirements] }),
  };
}

function severityLabel({ severity = 'high' }: FindingLike): SeverityLabel {
  return severity.toUpperCase() as SeverityLabel;
}

/** A finding about a key as a whole names the KMS key of its latest version. */
function keyResource({ key, version: its }: LocatedFinding, report: Report): Resource {
  const version = its ?? key?.versions.at(-1);
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
  const kind = parsePrincipal(principal_arn)?.kind;
  if (kind === 'user') return { Type: 'AwsIamUser', Id: principal_arn };
  if (kind === 'role' || kind === 'assumed-role') return { Type: 'AwsIamRole', Id: principal_arn };
  return account({ ...report, account_id: accountOf(principal_arn) });
}

/** The root user has no resource type of its own: it is the account. */
function account({ account_id, region }: Pick<Report, 'account_id' | 'region'>): Resource {
  return { Type: 'AwsAccount', Id: `AWS::::Account:${account_id ?? 'unknown'}`, Region: region };
}

function permissionFinding({
  action,
  decision,
  message,
  evidence,
  needed_for,
}: PermissionReport): FindingLike {
  return {
    check: action,
    source: 'permission',
    severity: decision === 'denied' ? 'high' : 'medium',
    status: decision === 'denied' ? 'fail' : 'indeterminate',
    expected: 'allowed',
    actual: decision,
    message: `${action} is ${decision === 'denied' ? 'denied' : 'inconclusive'} (${evidence}). ${message}`,
    remediation: `Vault's principal needs ${action}: ${needed_for}`,
  };
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
