import type { Looker } from '../../aws/credentials.ts';
import type { Report } from '../../model/report.ts';
import type { JobEffects } from '../commands/job.ts';
import type { VerifyInputs } from '../inputs.ts';
import type { Proof } from './proofs.ts';

/** Proves in AWS, from the runner, what Vault says it distributed: each provider with its own identity and account. */
export async function verifyFromRunner(
  proofs: readonly Proof[],
  { depth, permissions }: VerifyInputs,
  { env, clock }: Pick<JobEffects, 'env' | 'clock'>,
): Promise<Report[]> {
  const [{ openShared, verifyInAws }, { proveCredentials }, { defaultPermissions }] = await Promise.all([
    import('../../aws/verify.ts'),
    import('../../aws/prove.ts'),
    import('../../verify/request.ts'),
  ]);
  const effects = {
    env,
    clock,
    run_id: env['GITHUB_RUN_ID'] || null,
    deadline: null,
    shared: openShared(clock),
  };

  const principalOf = async ({ settings, credentials, region }: Proof): Promise<string | null> => {
    if (settings.principal_arn !== null || credentials === null) return settings.principal_arn;
    const { arn } = await proveCredentials(
      { credentials, region, allowed_account_ids: [], sets: [] },
      effects,
    );
    return arn;
  };
  return Promise.all(
    proofs.map(async (proof) => {
      const defaults = defaultPermissions(proof.expectations);
      return verifyInAws(
        {
          region: proof.region,
          expectations: proof.expectations,
          principal_arn: await principalOf(proof),
          judge_looker: proof.settings.role_arn !== null,
          account_id: proof.settings.account_id,
          depth,
          permissions: permissions === null ? defaults : { ...defaults, sets: permissions },
          next: null,
        },
        lookerOf(proof),
        effects,
      );
    }),
  );
}

function lookerOf({ settings: { role_arn, external_id } }: Proof): Looker {
  return role_arn === null ? { kind: 'self' } : { kind: 'role', role_arn, external_id };
}
