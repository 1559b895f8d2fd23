import type { Evidence, EvidenceFailure, VersionEvidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Finding, KeyReport, ReportNotice, VersionReport } from '../model/report.ts';
import { worst } from '../model/report.ts';
import type { Aliases } from './aliases.ts';
import type { CheckContext, CheckDoc, CheckResult, VersionSubject } from './check.ts';
import { findingFrom, noticeFrom } from './check.ts';
import { keyChecks, replicaChecks, versionChecks } from './checks/all-checks.ts';
import { canaryReport, keptCanary } from './checks/canary.ts';
import { evaluateExists, exists } from './checks/exists.ts';
import { nothingRead } from './collect-evidence.ts';
import { latestRecorded, recordId } from './expectations.ts';
import { type RemedyTarget, remedyTarget } from './remedy.ts';

/** A key's report, the notices about it, and what the region's notices count. */
export interface KeyEvaluation {
  readonly key: KeyReport;
  readonly notices: readonly ReportNotice[];
  /** Where Access Analyzer gave no answer about a version's key policy. */
  readonly analyzer_failures: readonly EvidenceFailure[];
  /** Where the last use of a version could not be read. */
  readonly usage_failures: readonly EvidenceFailure[];
}

/**
 * Compares what AWS returned for one key with Vault's record: a pure function.
 *
 * @param evidence by version; a version without evidence never passes
 */
export function evaluateKey(
  expectation: Expectation,
  evidence: Readonly<Record<string, VersionEvidence>>,
  aliases: Evidence<Aliases>,
  context: CheckContext,
): KeyEvaluation {
  const notices: ReportNotice[] = [];
  const versions = Object.entries(expectation.versions)
    .map(([version, keyId]) => ({ version: Number(version), keyId }))
    .sort((a, b) => a.version - b.version)
    .map(({ version, keyId }) =>
      evaluateVersion(expectation, version, keyId, evidence[version], context, notices),
    );
  const latest = latestRecorded(expectation);
  const subject = {
    expectation,
    aliases,
    latest: latest === null ? null : (evidence[latest.version]?.key ?? null),
    context,
  };
  const target = remedyTarget(expectation, context.region);
  const findings = keyChecks.flatMap((check) =>
    record(check, check.run(subject), expectation.name, target, notices),
  );
  const { name, kms, alias } = expectation;
  const id = recordId(expectation);
  const status = worst([...versions, ...findings].map((part) => part.status));
  const read = Object.values(evidence);
  return {
    key: { id, name, kms, alias, status, versions, findings },
    notices,
    analyzer_failures: read.flatMap(({ public_access }) => failureOf(public_access)),
    usage_failures: read.flatMap(({ usage }) => failureOf(usage)),
  };
}

function failureOf(evidence: Evidence<unknown> | null): EvidenceFailure[] {
  return evidence === null || evidence.ok ? [] : [evidence.failure];
}

function evaluateVersion(
  expectation: Expectation,
  version: number,
  keyId: string,
  evidence: VersionEvidence | undefined,
  context: CheckContext,
  notices: ReportNotice[],
): VersionReport {
  const name = `${expectation.name}@${version}`;
  const described = evidence?.key ?? notRead;
  const id = `${expectation.kms}/${name}`;
  const target = remedyTarget(
    expectation,
    context.region,
    described.ok ? described.value : { key_id: keyId },
  );
  const findings = record(exists, evaluateExists(name, keyId, described, context), id, target, notices);
  if (evidence === undefined || !described.ok) {
    const canary = keptCanary(expectation, version);
    return {
      version,
      key_id: keyId,
      arn: null,
      key_state: null,
      key_material_id: null,
      ...(canary && { canary }),
      status: worst(findings.map(({ status }) => status)),
      findings,
    };
  }
  const key = described.value;
  const subject = { expectation, version, key, evidence, context };
  for (const check of versionChecks) findings.push(...record(check, check.run(subject), id, target, notices));
  findings.push(...evaluateReplicas(subject, id, notices));
  const canary = canaryReport(subject);
  return {
    version,
    key_id: keyId,
    arn: key.arn,
    key_state: key.key_state,
    key_material_id: key.key_material_id,
    ...(evidence.policy?.ok && { policy_read: true as const }),
    ...usageOf(evidence),
    ...(canary && { canary }),
    status: worst(findings.map(({ status }) => status)),
    findings,
  };
}

function usageOf({ usage }: VersionEvidence): Pick<VersionReport, 'usage'> {
  if (!usage?.ok) return {};
  const { last_used, operation, tracked_since } = usage.value;
  return { usage: { last_used, operation, tracked_since } };
}

/** A replica is a KMS key of its own, with a state, an expiry and a key policy of its own. */
function evaluateReplicas(subject: VersionSubject, id: string, notices: ReportNotice[]): Finding[] {
  const { expectation, evidence } = subject;
  return Object.entries(evidence.replicas).flatMap(([region, replica]) => {
    // `replicas` reports the others.
    if (!replica.ok || replica.value.multi_region?.type !== 'REPLICA') return [];
    const own = { ...nothingRead(replica), policy: evidence.replica_policies[region] ?? null };
    const context = { ...subject.context, region };
    const target = remedyTarget(expectation, region, replica.value);
    return replicaChecks
      .flatMap((check) =>
        record(
          check,
          check.run({ ...subject, key: replica.value, evidence: own, context }),
          id,
          target,
          notices,
        ),
      )
      .map((finding) => ({ ...finding, replica_region: region }));
  });
}

const notRead: VersionEvidence['key'] = {
  ok: false,
  failure: {
    cause: 'aborted',
    code: 'NotRead',
    message: 'the KMS key was not read',
    action: 'kms:DescribeKey',
  },
};

function record(
  check: CheckDoc,
  result: CheckResult,
  id: string,
  target: RemedyTarget,
  notices: ReportNotice[],
): Finding[] {
  if (result.status === 'pass' || result.status === 'skip') return [];
  if (result.status === 'notice') {
    notices.push(noticeFrom(check, id, result.message));
    return [];
  }
  return [findingFrom(check, result.status, result, target)];
}
