import type { VerifierIdentity } from '../../aws/verifier-identity.ts';
import type { Report } from '../../model/report.ts';
import type { JobEffects } from '../commands/job.ts';
import type { VerifyInputs } from '../inputs.ts';
import { auditedPrincipalArn } from './audited-principal-arn.ts';
import type { VerificationTarget } from './verification-targets.ts';

/** Verifies in AWS, from the runner, what Vault says it distributed: each provider with its own identity and account. */
export async function verifyFromRunner(
  targets: readonly VerificationTarget[],
  { depth, canary, permissions }: VerifyInputs,
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
    targets.map(async (target) => {
      const defaults = defaultPermissions(target.expectations);
      const report = await verifyInAws(
        {
          region: target.region,
          expectations: target.expectations,
          providers: null,
          min_keys: null,
          principal_arn: await auditedPrincipalArn(target, effects),
          audits_verifier: target.settings.role_arn !== null,
          account_id: target.settings.account_id,
          depth,
          canary,
          exhaustive: isWhole(target),
          permissions: permissions === null ? defaults : { ...defaults, sets: permissions },
          next: null,
        },
        verifierIdentityOf(target),
        effects,
      );
      return addUnchecked(report, target.unchecked);
    }),
  );
}

/** Whether everything that Vault has on the provider is checked. */
function isWhole({ unchecked: { keys, providers } }: VerificationTarget): boolean {
  return keys.length + providers.length === 0;
}

function verifierIdentityOf({ settings: { role_arn, external_id } }: VerificationTarget): VerifierIdentity {
  return role_arn === null ? { kind: 'self' } : { kind: 'role', role_arn, external_id };
}
