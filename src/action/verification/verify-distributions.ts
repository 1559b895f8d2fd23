import type { Desired } from '../../model/desired.ts';
import { RunError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import { findingsOf } from '../../model/report-findings.ts';
import type { VaultState } from '../../observe/vault-state.ts';
import { count } from '../../render/plan-wording.ts';
import { reportText } from '../../render/report-text.ts';
import type { AuditBasis } from '../../verify/audit-report.ts';
import type { JobEffects } from '../commands/job.ts';
import type { Inputs } from '../inputs.ts';
import { verifyFromLambda } from './from-lambda.ts';
import { verifyFromRunner } from './from-runner.ts';
import { inconclusiveWarnings } from './inconclusive-warnings.ts';
import { lambdaTarget } from './lambda-target.ts';
import { type VerificationTarget, verificationTargets } from './verification-targets.ts';

/**
 * Verifies what is distributed, prints the result, and returns one report over all providers. A failure to verify is
 * returned as `error`, so that what the run knew before is reported all the same.
 */
export async function verifyDistributions(
  ...args: Parameters<typeof verifyAll>
): Promise<{ verification?: Report; error?: Error }> {
  return verifyAll(...args).catch((error: Error) => ({ error }));
}

async function verifyAll(
  desired: Desired,
  state: VaultState,
  { verification, reporting }: Inputs,
  effects: JobEffects,
  { exceptions, baseline }: AuditBasis = { exceptions: null, baseline: null },
): Promise<{ verification: Report; error?: RunError }> {
  const { clock, env, log } = effects;
  const targets = verificationTargets(desired, state, verification.settings, baseline);
  if (targets.every(({ expectations, undistributed }) => expectations.length + undistributed.length === 0)) {
    throw new RunError(
      'nothing_to_verify',
      'No declared key is on a KMS provider, so there is nothing to verify.',
      'Declare keys with `kms`.',
    );
  }
  const [{ buildReport, mergeReports, withFindings }, { requestFindings }, { auditReport }] =
    await Promise.all([
      import('../../verify/build-report.ts'),
      import('../../verify/request-findings.ts'),
      import('../../verify/audit-report.ts'),
    ]);
  const missing = targets
    .filter(({ undistributed }) => undistributed.length > 0)
    .map(({ region, undistributed }) =>
      buildReport({
        region,
        account_id: null,
        principal_arn: null,
        checked_at: clock.now().toISOString(),
        keys: undistributed,
        permissions: [],
        limits: [],
        orphans: [],
        findings: [],
        notices: [],
        next: null,
      }),
    );
  const tooFew = keyCounts(targets, verification.min_keys).flatMap(({ region, min_keys, expectations }) => {
    const findings = requestFindings({ region, providers: null, min_keys }, expectations);
    return findings.filter(({ check }) => check === 'min_keys');
  });
  return log.group('Verify', async () => {
    const due = targets.filter(({ expectations }) => expectations.length > 0);
    const lambda = lambdaTarget(verification, env);
    const reports =
      lambda === null
        ? await verifyFromRunner(due, verification, effects)
        : await verifyFromLambda(lambda, due, verification, effects);
    const found = withFindings(mergeReports([...reports, ...missing]), tooFew);
    const report = auditReport(found, { exceptions, baseline }, clock.now());
    for (const line of reportText(report)) log.info(line);
    const error = effects.signal.aborted ? cancelled : complianceError(report, reporting);
    if (error === null) for (const line of inconclusiveWarnings(report)) log.warning(line);
    return error === null ? { verification: report } : { verification: report, error };
  });
}

/** The least numbers of keys that were declared: of each provider, and of the whole run. */
function keyCounts(targets: readonly VerificationTarget[], min_keys: number) {
  const regions = [...new Set(targets.map(({ region }) => region))].join(', ');
  const all = targets.flatMap(({ expectations }) => expectations);
  return [
    ...targets.flatMap(({ region, settings, expectations }) =>
      settings.min_keys === undefined ? [] : [{ region, min_keys: settings.min_keys, expectations }],
    ),
    ...(min_keys === 0 ? [] : [{ region: regions, min_keys, expectations: all }]),
  ];
}

const cancelled = new RunError(
  'cancelled',
  'The run was stopped before everything was verified.',
  'Run again.',
);

/** The failure of a run by its report, `fail_on_noncompliance` and `fail_on_indeterminate`; `null` for none. */
function complianceError(
  report: Report,
  { fail_on_noncompliance, fail_on_indeterminate }: Inputs['reporting'],
): RunError | null {
  const failed = report.status === 'fail' || !report.complete;
  if (!(failed && fail_on_noncompliance) && !(!report.compliant && fail_on_indeterminate)) return null;
  const worst = failingFindings(report).slice(0, 10);
  return new RunError(
    failed ? 'not_compliant' : 'not_established',
    [complianceHeadline(report), ...worst].join('\n'),
    'The report has all findings and their remedies.',
  );
}

function complianceHeadline({ status, complete, keys, permissions }: Report): string {
  const isWorst = (part: { readonly status: string }) => part.status === status;
  const some = keys.filter(isWorst).length;
  const denied = permissions.filter(({ decision }) => decision === 'denied').length;
  const of = `${some} of ${count(keys.length, 'key')}`;
  if (status === 'fail') {
    if (some > 0) return `Verification failed: ${of} ${some === 1 ? 'does' : 'do'} not match Vault's record.`;
    return denied > 0
      ? `Verification failed: ${count(denied, 'permission')} ${denied === 1 ? 'is' : 'are'} denied.`
      : 'Verification failed.';
  }
  if (!complete) return 'Verification is incomplete: time ran out before every key was checked.';
  return some > 0 ? `Verification is inconclusive for ${of}.` : 'Verification is inconclusive.';
}

function failingFindings(report: Report): string[] {
  const { permissions, status } = report;
  return [
    ...findingsOf(report)
      .filter(({ finding }) => finding.status === status)
      .map(({ finding }) => finding.message),
    ...permissions
      .filter(({ decision }) => decision === (status === 'fail' ? 'denied' : 'indeterminate'))
      .map(({ action, decision, evidence }) => `${action}: ${decision} (${evidence})`),
  ];
}
