import type { Evaluation } from '@aws-sdk/client-config-service';
import type {
  Finding,
  KeyReport,
  PermissionReport,
  Report,
  Status,
  VersionReport,
} from '../src/model/report.ts';
import { bySeverity } from '../src/model/report.ts';
import { findingsOf } from '../src/model/report-findings.ts';
import type { ChangedResource, ConfigEvent } from './config-event.ts';

export const kmsKeyType = 'AWS::KMS::Key';
const accountType = 'AWS::::Account';

/** AWS Config's limit for an annotation, in characters. */
const longest = 256;

/**
 * What AWS Config is told of a report: one evaluation of each KMS key that was checked, and one of the account for what
 * no KMS key shows, such as a KMS key that is gone or a denied action. AWS Config takes no third answer from a custom
 * rule, so what is inconclusive is NON_COMPLIANT and says so.
 *
 * @param account_id the account of the rule: it takes no evaluation of another account's keys
 */
export function periodicEvaluations(report: Report, { account_id, at }: ConfigEvent): Evaluation[] {
  const keys = new Map<string, KeyVersions>();
  for (const key of report.keys)
    for (const version of key.versions) {
      if (accountOfKey(version, report) !== account_id) continue;
      const id = resourceId(version);
      keys.set(id, [...(keys.get(id) ?? []), { key, version }]);
    }
  return [
    ...[...keys].map(([id, versions]) => keyEvaluation(id, versions, at)),
    evaluation(
      accountType,
      account_id,
      at,
      worstOf(accountProblems(report)),
      'Every key of Vault’s record was checked.',
    ),
  ];
}

/** The evaluation of the one KMS key that changed; a key that is not in Vault's record is none of this rule's. */
export function changeEvaluation(report: Report | null, changed: ChangedResource, at: string): Evaluation {
  const versions = (report?.keys ?? []).flatMap((key) =>
    key.versions.filter((version) => resourceId(version) === changed.id).map((version) => ({ key, version })),
  );
  if (changed.type === kmsKeyType && !changed.is_gone && versions.length > 0)
    return keyEvaluation(changed.id, versions, at);
  const why = changed.is_gone
    ? 'The resource is deleted, or out of the scope of the rule.'
    : 'The resource is not in Vault’s record.';
  return { ...resource(changed.type, changed.id, at), ComplianceType: 'NOT_APPLICABLE', Annotation: why };
}

/** What `resourceId` is in AWS Config, as far as an expectation names it: the id of the KMS key, which may be in an ARN. */
export function isKeyOf(versions: Readonly<Record<string, string>>, id: string): boolean {
  return Object.values(versions).some((recorded) => recorded === id || recorded.endsWith(`:key/${id}`));
}

type KeyVersions = readonly { readonly key: KeyReport; readonly version: VersionReport }[];

/** Whatever keeps a resource from being compliant. */
interface Problem {
  readonly status: Status;
  readonly text: string;
}

function keyEvaluation(id: string, versions: KeyVersions, at: string): Evaluation {
  if (versions.some(({ version }) => isMissing(version)))
    return {
      ...resource(kmsKeyType, id, at),
      ComplianceType: 'NOT_APPLICABLE',
      Annotation: cut(
        `The KMS key does not exist. ${nameOf(versions[0]!)}: see the evaluation of the account.`,
      ),
    };
  const problems = versions.flatMap(({ key, version }) => [
    ...version.findings.map(problemOf),
    // A finding about a key as a whole is one of its latest version, as the alias is.
    ...(isLatest(version, key) ? key.findings.map(problemOf) : []),
    ...(version.status === 'pass'
      ? []
      : [{ status: version.status, text: `${nameOf({ key, version })}: ${version.status}` }]),
  ]);
  return evaluation(kmsKeyType, id, at, worstOf(problems), `${nameOf(versions[0]!)} matches Vault’s record.`);
}

/** What no KMS key shows: findings of the region, KMS keys that do not exist, keys without versions, and permissions. */
function accountProblems(report: Report): Problem[] {
  const gone = findingsOf(report).filter(
    ({ key, version }) => key === null || (version === null ? key.versions.length === 0 : isMissing(version)),
  );
  return [
    ...gone.map(({ finding }) => problemOf(finding)),
    ...report.permissions.filter(({ decision }) => decision !== 'allowed').map(problemOfPermission),
    ...(report.complete ? [] : [{ status: 'indeterminate' as const, text: 'The check is incomplete.' }]),
  ];
}

function problemOf({ status, check, message }: Finding): Problem {
  return { status, text: `${check}: ${message}` };
}

function problemOfPermission({ action, decision, message }: PermissionReport): Problem {
  return {
    status: decision === 'denied' ? 'fail' : 'indeterminate',
    text: `${action} of Vault’s principal is ${decision === 'denied' ? 'denied' : 'inconclusive'}. ${message}`,
  };
}

function worstOf(problems: readonly Problem[]): Problem | null {
  return problems.filter(({ status }) => status !== 'pass').sort(bySeverity)[0] ?? null;
}

function isMissing({ findings }: VersionReport): boolean {
  return findings.some(({ check, status }) => check === 'exists' && status === 'fail');
}

function isLatest({ version }: VersionReport, { versions }: KeyReport): boolean {
  return versions.every((other) => other.version <= version);
}

function nameOf({ key, version }: KeyVersions[number]): string {
  return `${key.name} version ${version.version} on ${key.kms}`;
}

/** In AWS Config a KMS key is known by its id; a record may have its ARN. */
function resourceId({ arn, key_id }: VersionReport): string {
  return (arn ?? key_id).split(':key/').at(-1)!;
}

/** A KMS key that was not read is taken for one of the account that was checked. */
function accountOfKey({ arn }: VersionReport, { account_id }: Report): string | null {
  return arn?.split(':')[4] ?? account_id;
}

function evaluation(
  type: string,
  id: string,
  at: string,
  problem: Problem | null,
  compliant: string,
): Evaluation {
  const annotation =
    problem === null ? compliant : problem.status === 'fail' ? problem.text : `Inconclusive: ${problem.text}`;
  return {
    ...resource(type, id, at),
    ComplianceType: problem === null ? 'COMPLIANT' : 'NON_COMPLIANT',
    Annotation: cut(annotation),
  };
}

function resource(
  ComplianceResourceType: string,
  ComplianceResourceId: string,
  at: string,
): Pick<Evaluation, 'ComplianceResourceType' | 'ComplianceResourceId' | 'OrderingTimestamp'> {
  return { ComplianceResourceType, ComplianceResourceId, OrderingTimestamp: new Date(at) };
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
