import type { Desired } from '../../model/desired.ts';
import { RunError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import { findingsOf } from '../../model/report-findings.ts';
import type { VaultState } from '../../observe/vault-state.ts';
import { reportText } from '../../render/report-text.ts';
import type { JobEffects } from '../commands/job.ts';
import type { Inputs } from '../inputs.ts';
import { verifyFromLambda } from './from-lambda.ts';
import { verifyFromRunner } from './from-runner.ts';
import { lambdaTarget } from './lambda-target.ts';
import { verificationTargets } from './verification-targets.ts';

/**
 * Proves what is distributed, prints the verdict, and gives it as one report over all providers. What kept the
 * proof from being made is its `error` as well, so that what the run knew before is told all the same.
 */
export async function verifyDistributions(
  ...[desired, known, inputs, effects]: Parameters<typeof prove>
): Promise<{ verification?: Report; error?: Error }> {
  return prove(desired, known, inputs, effects).catch((error: Error) => ({ error }));
}

async function prove(
  desired: Desired,
  known: VaultState,
  { verification, reporting }: Inputs,
  effects: JobEffects,
): Promise<{ verification: Report; error?: RunError }> {
  const { clock, env, log } = effects;
  const proofs = verificationTargets(desired, known, verification.settings);
  if (proofs.every(({ expectations, undistributed }) => expectations.length + undistributed.length === 0)) {
    throw new RunError(
      'nothing_to_verify',
      'No key is declared to be on a KMS provider, so there is nothing to prove.',
      'Declare keys with their kms.',
    );
  }
  const { buildReport, mergeReports } = await import('../../verify/build-report.ts');
  const missing = proofs
    .filter(({ undistributed }) => undistributed.length > 0)
    .map(({ region, undistributed }) =>
      buildReport({
        region,
        account_id: null,
        principal_arn: null,
        checked_at: clock.now().toISOString(),
        keys: undistributed,
        permissions: [],
        orphans: [],
        findings: [],
        notices: [],
        next: null,
      }),
    );
  return log.group('Verify', async () => {
    const due = proofs.filter(({ expectations }) => expectations.length > 0);
    const target = lambdaTarget(verification, env);
    const proved =
      target === null
        ? await verifyFromRunner(due, verification, effects)
        : await verifyFromLambda(target, due, verification, effects);
    const report = mergeReports([...proved, ...missing]);
    for (const line of reportText(report)) log.info(line);
    const error = effects.signal.aborted ? cancelled : complianceError(report, reporting);
    return error === null ? { verification: report } : { verification: report, error };
  });
}

const cancelled = new RunError(
  'cancelled',
  'The run was stopped before everything was looked at.',
  'Run again.',
);

/** What a report makes of the run (contract 1.5): `fail_on_noncompliance`, `fail_on_indeterminate`. */
function complianceError(
  report: Report,
  { fail_on_noncompliance, fail_on_indeterminate }: Inputs['reporting'],
): RunError | null {
  const failed = report.status === 'fail' || !report.complete;
  if (!(failed && fail_on_noncompliance) && !(!report.compliant && fail_on_indeterminate)) return null;
  const worst = failingFindings(report).slice(0, 10);
  return new RunError(
    failed ? 'not_compliant' : 'not_established',
    [`The keys in AWS are not proved to be what Vault says: ${report.status}.`, ...worst].join('\n'),
    'The report has all findings and their remedies.',
  );
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
