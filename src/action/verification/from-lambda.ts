import pLimit from 'p-limit';
import type { Report } from '../../model/report.ts';
import type { VerifierFunction } from '../../verifier/invoke-verifier.ts';
import type { LambdaRequest } from '../../verifier/verify-through-lambda.ts';
import { addUnchecked } from '../../verify/unchecked.ts';
import { defaultPermissions } from '../../verify/verify-request.ts';
import type { JobEffects } from '../commands/job.ts';
import type { VerifyInputs } from '../inputs.ts';
import { auditedPrincipalArn } from './audited-principal-arn.ts';
import type { VerificationTarget } from './verification-targets.ts';

/** Providers verified at the same time. The batches of one provider run one after the other, since they share KMS's quotas. */
const concurrency = 8;

/**
 * Verifies in AWS, through the deployed Lambda, what Vault says it distributed: each provider with its own identity
 * and account.
 *
 * @throws RunError when the function cannot be called or fails
 */
export async function verifyFromLambda(
  lambda: VerifierFunction,
  targets: readonly VerificationTarget[],
  { depth, canary, permissions }: Pick<VerifyInputs, 'depth' | 'canary' | 'permissions'>,
  { env, clock, signal }: Pick<JobEffects, 'env' | 'clock' | 'signal'>,
): Promise<Report[]> {
  const { openLambda, verifyThroughLambda } = await import('../../verifier/verify-through-lambda.ts');
  const run_id = env['GITHUB_RUN_ID'] || null;
  const { clients, shared } = openLambda({ env, run_id, signal }, clock);

  const requestFor = async (target: VerificationTarget): Promise<LambdaRequest> => {
    const { settings, expectations, region } = target;
    const { sets, actions } = defaultPermissions(expectations);
    const principal_arn = await auditedPrincipalArn(target, { env, run_id, shared, clock });
    return {
      region,
      ...verifierIdentityOf(target),
      ...(principal_arn === null ? {} : { principal_arn }),
      ...(settings.account_id === null ? {} : { account_id: settings.account_id }),
      depth,
      // A function of an older version rejects what it does not know.
      ...(canary ? { canary } : {}),
      permissions: { sets: permissions ?? sets, actions },
      ...(run_id === null ? {} : { run_id }),
    };
  };
  const limit = pLimit(concurrency);
  const reports = await Promise.all(
    targets.map((target) =>
      limit(async () => {
        const request = await requestFor(target);
        const batches = await verifyThroughLambda(lambda, request, target.expectations, clients);
        return batches.map((report) => addUnchecked(report, target.unchecked));
      }),
    ),
  );
  return reports.flat();
}

function verifierIdentityOf({
  settings: { role_arn, external_id },
}: VerificationTarget): Pick<LambdaRequest, 'credentials'> {
  if (role_arn === null) return {};
  return { credentials: external_id === null ? { role_arn } : { role_arn, external_id } };
}
