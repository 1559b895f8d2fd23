import type { Evidence, KmsKey, VersionEvidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { FindingId } from '../model/finding-id.ts';
import type { Finding, ReportNotice } from '../model/report.ts';
import type { Aliases } from './aliases.ts';
import { placeholders, type Remedy, type RemedyTarget } from './remedy.ts';

/** What a check proves and which calls it makes: the source of `docs/checks.md`. */
export interface CheckDoc<Id extends FindingId = FindingId> {
  readonly id: Id;
  readonly scope: 'version' | 'key' | 'region' | 'run';
  /** The check runs from this depth on. */
  readonly depth: 'standard' | 'full';
  readonly proves: string;
  /** What stays unknown when the check passes. */
  readonly cannot_see: string;
  readonly why: string;
  /** It runs only when it is asked for: the operations are then needed too. */
  readonly opt_in?: true;
  /** At depth `standard` it reads one key of each provider. */
  readonly sampled?: true;
  /** The AWS operations that it reads, as IAM names them: the verifier identity needs permission for them. */
  readonly calls: readonly string[];
  readonly remedy: Remedy;
  /** What the remedy removes, and what it does not restore. */
  readonly cost: string;
  /** AWS's or HashiCorp's page about it. */
  readonly page: string;
}

/** `skip`: the check does not apply, or another check reports the cause. */
export type CheckResult =
  | { readonly status: 'pass' }
  | { readonly status: 'skip' }
  | ({ readonly status: 'fail' | 'indeterminate' } & CheckFailure)
  | { readonly status: 'notice'; readonly message: string };

export interface CheckFailure {
  readonly expected: string;
  readonly actual: string;
  readonly message: string;
  /** Replaces the check's own remedy. */
  readonly remedy?: string | Remedy;
}

/** One key version whose KMS key was found. */
export interface VersionSubject {
  readonly expectation: Expectation;
  readonly version: number;
  readonly key: KmsKey;
  readonly evidence: VersionEvidence;
  readonly context: CheckContext;
}

/** One key as a whole. */
interface KeySubject {
  readonly expectation: Expectation;
  /** The region's aliases. */
  readonly aliases: Evidence<Aliases>;
  /** DescribeKey's answer for the latest version; `null` when Vault's record has none. */
  readonly latest: Evidence<KmsKey> | null;
  readonly context: CheckContext;
}

/** What is the same for the whole run. */
export interface CheckContext {
  readonly region: string;
  /** The account of the verifier identity. */
  readonly account_id: string | null;
  /** The account the keys should be in. */
  readonly expected_account_id: string | null;
  readonly principal_arn: string | null;
  /** RFC 3339. */
  readonly now: string;
  /** Material that expires within this many days is a notice with the number of days. */
  readonly expiry_notice_days: number;
  /** Material that expires within this many days fails. */
  readonly expiry_fail_days: number;
}

export interface VersionCheck<Id extends FindingId = FindingId> extends CheckDoc<Id> {
  readonly scope: 'version';
  readonly run: (subject: VersionSubject) => CheckResult;
}

export interface KeyCheck<Id extends FindingId = FindingId> extends CheckDoc<Id> {
  readonly scope: 'key';
  readonly run: (subject: KeySubject) => CheckResult;
}

export const pass: CheckResult = { status: 'pass' };
export const skip: CheckResult = { status: 'skip' };

export function fail(failure: CheckFailure): CheckResult {
  return { status: 'fail', ...failure };
}

export function indeterminate(failure: CheckFailure): CheckResult {
  return { status: 'indeterminate', ...failure };
}

/** A check that did not pass, as the report states it. */
export function findingFrom(
  { id, remedy: standard }: Pick<CheckDoc, 'id' | 'remedy'>,
  status: Finding['status'],
  { expected, actual, message, remedy }: CheckFailure,
  target: RemedyTarget = placeholders,
): Finding {
  const chosen = remedy ?? standard;
  const remediation = typeof chosen === 'string' ? chosen : chosen(target);
  return { check: id, status, expected, actual, message, remediation };
}

export function noticeFrom({ id: code }: Pick<CheckDoc, 'id'>, id: string, message: string): ReportNotice {
  return { code, id, message };
}

/** `payments-db@2` */
export function versionName({ expectation, version }: { expectation: Expectation; version: number }): string {
  return `${expectation.name}@${version}`;
}

/**
 * Compares an enum value of AWS: another known value fails; an unknown value is indeterminate.
 *
 * @param difference what the KMS key is or has in place of the expected value: `is managed by AWS`
 */
export function compareEnum(
  subject: VersionSubject,
  what: string,
  expected: string,
  actual: string | null,
  known: readonly string[],
  difference: string,
): CheckResult {
  if (actual === expected) return pass;
  const name = versionName(subject);
  const { arn } = subject.key;
  if (actual !== null && known.includes(actual))
    return fail({ expected, actual, message: `${name}: the KMS key ${arn} ${difference}.` });
  const returned =
    actual === null
      ? `no ${what} for the KMS key ${arn}`
      : `the ${what} ${actual} for the KMS key ${arn}, which this version does not know`;
  return indeterminate({
    expected,
    actual: actual ?? 'no value',
    message: `${name}: KMS returns ${returned}.`,
    remedy: 'Update this tool, or check the key manually.',
  });
}
