import type { Evidence, KmsKey, VersionEvidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Aliases } from './aliases.ts';

/** What a check proves and what it takes: `docs/checks.md` is made of this. */
export interface CheckDoc {
  /** Stable; a finding carries it. */
  readonly id: string;
  readonly scope: 'version' | 'key' | 'region';
  /** The depth from which on it runs. */
  readonly depth: 'standard' | 'full';
  readonly proves: string;
  readonly why: string;
  /** The AWS operations whose answers it looks at, as IAM names them: what the one who looks must be allowed. */
  readonly calls: readonly string[];
  readonly remedy: string;
}

/** `skip`: the question does not arise here, or another check answers it. */
export type CheckResult =
  | { readonly status: 'pass' }
  | { readonly status: 'skip' }
  | {
      readonly status: 'fail' | 'indeterminate';
      readonly expected: string;
      readonly actual: string;
      readonly message: string;
      /** Instead of the check's own remedy. */
      readonly remedy?: string;
    }
  | { readonly status: 'notice'; readonly message: string };

/** One key version, its KMS key found. */
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
  /** What DescribeKey said of the latest version; `null` when Vault's record has none. */
  readonly latest: Evidence<KmsKey> | null;
  readonly context: CheckContext;
}

/** What holds for the whole run. */
export interface CheckContext {
  readonly region: string;
  /** The account of the one who looks. */
  readonly account_id: string | null;
  /** The account the keys should be in. */
  readonly expected_account_id: string | null;
  readonly principal_arn: string | null;
  /** RFC 3339. */
  readonly now: string;
  /** Material that expires within so many days is worth a notice that says so. */
  readonly expiry_notice_days: number;
}

export interface VersionCheck extends CheckDoc {
  readonly scope: 'version';
  readonly run: (subject: VersionSubject) => CheckResult;
}

export interface KeyCheck extends CheckDoc {
  readonly scope: 'key';
  readonly run: (subject: KeySubject) => CheckResult;
}

export const pass: CheckResult = { status: 'pass' };
export const skip: CheckResult = { status: 'skip' };

interface Verdict {
  expected: string;
  actual: string;
  message: string;
  remedy?: string;
}

export function fail(verdict: Verdict): CheckResult {
  return { status: 'fail', ...verdict };
}

export function indeterminate(verdict: Verdict): CheckResult {
  return { status: 'indeterminate', ...verdict };
}

/** `payments-db@2` */
export function versionName({ expectation, version }: { expectation: Expectation; version: number }): string {
  return `${expectation.name}@${version}`;
}

/**
 * Compares an enum value of AWS: equal passes, a known other one fails, and one that this program has never
 * heard of is nobody's failure but its own.
 */
export function compareEnum(
  what: string,
  expected: string,
  actual: string | null,
  known: readonly string[],
  message: string,
): CheckResult {
  if (actual === expected) return pass;
  if (actual !== null && known.includes(actual)) return fail({ expected, actual, message });
  return indeterminate({
    expected,
    actual: actual ?? 'not said',
    message: `KMS gives ${what} ${actual === null ? 'no value' : `a value this version does not know: ${actual}`}.`,
    remedy: 'Update this tool, or check the key by hand.',
  });
}
