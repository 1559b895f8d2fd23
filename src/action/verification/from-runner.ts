import type { VerifierIdentity } from '../../aws/verifier-identity.ts';
import type { Report } from '../../model/report.ts';
import type { JobEffects } from '../commands/job.ts';
import type { VerifyInputs } from '../inputs.ts';
import { auditedPrincipalArn } from './audited-principal-arn.ts';
import type { VerificationTarget } from './verification-targets.ts';

/** Proves in AWS, from the runner, what Vault says it distributed: each provider with its own identity and account. */
export async function verifyFromRunner(
  proofs: readonly VerificationTarget[],
  { depth, permissions }: VerifyInputs,
  { env, clock, deadline, signal }: Pick<JobEffects, 'env' | 'clock' | 'deadline' | 'signal'>,
): Promise<Report[]> {
  const [{ openSharedConnections }, { verifyInAws }, { defaultPermissions }, { addUnchecked }] =
    await Promise.all([
      import('../../aws/aws-effects.ts'),
      import('../../verifier/verify-in-aws.ts'),
      import('../../verify/verify-request.ts'),
      import('../../verify/unchecked.ts'),
    ]);
  const effects = {
    env,
    clock,
    run_id: env['GITHUB_RUN_ID'] || null,
    deadline,
    signal,
    shared: openSharedConnections(clock),
  };

  return Promise.all(
    proofs.map(async (proof) => {
      const defaults = defaultPermissions(proof.expectations);
      const report = await verifyInAws(
        {
          region: proof.region,
          expectations: proof.expectations,
          principal_arn: await auditedPrincipalArn(proof, effects),
          audits_verifier: proof.settings.role_arn !== null,
          account_id: proof.settings.account_id,
          depth,
          exhaustive: isWhole(proof),
          permissions: permissions === null ? defaults : { ...defaults, sets: permissions },
          next: null,
        },
        lookerOf(proof),
        effects,
      );
      return addUnchecked(report, proof.unchecked);
    }),
  );
}

/** Nothing that Vault has there is left out. */
function isWhole({ unchecked: { keys, providers } }: VerificationTarget): boolean {
  return keys.length + providers.length === 0;
}

function lookerOf({ settings: { role_arn, external_id } }: VerificationTarget): VerifierIdentity {
  return role_arn === null ? { kind: 'self' } : { kind: 'role', role_arn, external_id };
}
