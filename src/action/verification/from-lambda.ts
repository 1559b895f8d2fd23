import pLimit from 'p-limit';
import type { VerifierFunction } from '../../aws/invoke.ts';
import type { LambdaRequest } from '../../aws/through-lambda.ts';
import type { Report } from '../../model/report.ts';
import { defaultPermissions } from '../../verify/request.ts';
import { tellUnchecked } from '../../verify/unchecked.ts';
import type { JobEffects } from '../commands/job.ts';
import type { VerifyInputs } from '../inputs.ts';
import { judgedPrincipal } from './principal.ts';
import type { Proof } from './proofs.ts';

/** Providers verified at a time; one provider's batches follow each other, for they share KMS's quotas. */
const concurrency = 8;

/**
 * Proves in AWS, through the deployed Lambda, what Vault says it distributed: each provider with its own identity
 * and account.
 *
 * @throws RunError when the function cannot be called or fails
 */
export async function verifyFromLambda(
  target: VerifierFunction,
  proofs: readonly Proof[],
  { depth, permissions }: Pick<VerifyInputs, 'depth' | 'permissions'>,
  { env, clock, signal }: Pick<JobEffects, 'env' | 'clock' | 'signal'>,
): Promise<Report[]> {
  const { openLambda, verifyThroughLambda } = await import('../../aws/through-lambda.ts');
  const run_id = env['GITHUB_RUN_ID'] || null;
  const { clients, shared } = openLambda({ env, run_id, signal }, clock);

  const requestFor = async (proof: Proof): Promise<LambdaRequest> => {
    const { settings, expectations, region } = proof;
    const { sets, actions } = defaultPermissions(expectations);
    const principal_arn = await judgedPrincipal(proof, { env, run_id, shared });
    return {
      region,
      ...lookerOf(proof),
      ...(principal_arn === null ? {} : { principal_arn }),
      ...(settings.account_id === null ? {} : { account_id: settings.account_id }),
      depth,
      permissions: { sets: permissions ?? sets, actions },
      ...(run_id === null ? {} : { run_id }),
    };
  };
  const limit = pLimit(concurrency);
  const reports = await Promise.all(
    proofs.map((proof) =>
      limit(async () => {
        const request = await requestFor(proof);
        const batches = await verifyThroughLambda(target, request, proof.expectations, clients);
        return batches.map((report) => tellUnchecked(report, proof.unchecked));
      }),
    ),
  );
  return reports.flat();
}

function lookerOf({ settings: { role_arn, external_id } }: Proof): Pick<LambdaRequest, 'credentials'> {
  if (role_arn === null) return {};
  return { credentials: external_id === null ? { role_arn } : { role_arn, external_id } };
}
