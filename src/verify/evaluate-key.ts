import type { Evidence, VersionEvidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Notice } from '../model/plan.ts';
import type { Finding, KeyReport, VersionReport } from '../model/report.ts';
import { worst } from '../model/report.ts';
import type { Aliases } from './aliases.ts';
import type { CheckContext, CheckDoc, CheckResult } from './check.ts';
import { keyChecks, versionChecks } from './checks/all-checks.ts';
import { evaluateExists, exists } from './checks/exists.ts';
import { latestRecorded } from './expectations.ts';

/** A key's verdict, and what is worth knowing beside it. */
export interface KeyEvaluation {
  readonly key: KeyReport;
  readonly notices: readonly Notice[];
}

/**
 * Holds what AWS said about one key against what Vault says: a pure function.
 *
 * @param evidence by version; a version that was not looked at is never a pass
 */
export function evaluateKey(
  expectation: Expectation,
  evidence: Readonly<Record<string, VersionEvidence>>,
  aliases: Evidence<Aliases>,
  context: CheckContext,
): KeyEvaluation {
  const notices: Notice[] = [];
  const versions = Object.entries(expectation.versions)
    .map(([version, keyId]) => ({ version: Number(version), keyId }))
    .sort((a, b) => a.version - b.version)
    .map(({ version, keyId }) =>
      judgeVersion(expectation, version, keyId, evidence[version], context, notices),
    );
  const latest = latestRecorded(expectation);
  const subject = {
    expectation,
    aliases,
    latest: latest === null ? null : (evidence[latest.version]?.key ?? null),
    context,
  };
  const findings = keyChecks.flatMap((check) =>
    findingOf(check, check.run(subject), expectation.name, notices),
  );
  const { name, kms, alias } = expectation;
  const status = worst([...versions, ...findings].map((part) => part.status));
  return { key: { name, kms, alias, status, versions, findings }, notices };
}

function judgeVersion(
  expectation: Expectation,
  version: number,
  keyId: string,
  evidence: VersionEvidence | undefined,
  context: CheckContext,
  notices: Notice[],
): VersionReport {
  const name = `${expectation.name}@${version}`;
  const answer = evidence?.key ?? notRead;
  const id = `${expectation.kms}/${name}`;
  const findings = findingOf(exists, evaluateExists(name, keyId, answer, context), id, notices);
  if (evidence === undefined || !answer.ok)
    return {
      version,
      key_id: keyId,
      arn: null,
      key_state: null,
      key_material_id: null,
      status: worst(findings.map(({ status }) => status)),
      findings,
    };
  const key = answer.value;
  const subject = { expectation, version, key, evidence, context };
  for (const check of versionChecks) findings.push(...findingOf(check, check.run(subject), id, notices));
  return {
    version,
    key_id: keyId,
    arn: key.arn,
    key_state: key.key_state,
    key_material_id: key.key_material_id,
    status: worst(findings.map(({ status }) => status)),
    findings,
  };
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

function findingOf(check: CheckDoc, outcome: CheckResult, id: string, notices: Notice[]): Finding[] {
  if (outcome.status === 'pass' || outcome.status === 'skip') return [];
  if (outcome.status === 'notice') {
    notices.push({ code: check.id, id, message: outcome.message });
    return [];
  }
  const { status, expected, actual, message, remedy } = outcome;
  return [{ check: check.id, status, expected, actual, message, remediation: remedy ?? check.remedy }];
}
