import type { Desired } from '../../model/desired.ts';
import { providerId } from '../../model/id.ts';
import type { Notice, PlanBlocker } from '../../model/plan.ts';
import type { GuardInputs } from '../inputs.ts';
import { checkRegions } from './check-regions.ts';
import type { JobEffects } from './job.ts';

/** What verifying the declared credentials adds to a plan. */
export interface CredentialFindings {
  readonly refusals: readonly PlanBlocker[];
  readonly notices: readonly Notice[];
  /** The providers whose credentials AWS did not identify: reading AWS with them is pointless. */
  readonly unidentified: ReadonlySet<string>;
}

export const noFindings: CredentialFindings = { refusals: [], notices: [], unidentified: new Set() };

/**
 * Verifies the declared credentials in AWS before they are written to Vault. Credentials that are invalid or lack a
 * permission block the plan, and so does a region that AWS does not have. What is inconclusive is a warning with `auto`,
 * and blocks with `require`.
 */
export async function checkCredentials(
  desired: Desired,
  { check_credentials, allowed_account_ids }: GuardInputs,
  { env, clock }: Pick<JobEffects, 'env' | 'clock'>,
): Promise<CredentialFindings> {
  const declared = desired.mounts.flatMap((mount) =>
    mount.kms.flatMap(({ name, key_collection, credentials }) =>
      credentials === null ? [] : [{ id: providerId(mount, name), region: key_collection, credentials }],
    ),
  );
  if (check_credentials === 'off') return noFindings;
  const missing = checkRegions(desired, env);
  if (declared.length === 0) return { ...noFindings, refusals: await missing };

  const [{ verifyCredentials }, { openSharedConnections }] = await Promise.all([
    import('../../verifier/verify-credentials.ts'),
    import('../../aws/aws-effects.ts'),
  ]);
  const effects = { env, run_id: env['GITHUB_RUN_ID'] || null, shared: openSharedConnections(clock), clock };
  const verdicts = await Promise.all(
    declared.map(async ({ id, region, credentials }) => ({
      id,
      ...(await verifyCredentials({ credentials, region, allowed_account_ids, sets: ['vault'] }, effects)),
    })),
  );
  const strict = check_credentials === 'require';
  return {
    refusals: [
      ...(await missing),
      ...verdicts.flatMap(({ id, verdict, messages }) => {
        if (verdict === 'ok' || (verdict === 'unknown' && !strict)) return [];
        const message = `${id}: ${messages.join(' ')}`;
        return [{ ...blockers[verdict], id, field: 'credentials', from: null, to: null, message }];
      }),
    ],
    notices: verdicts
      .filter(({ verdict }) => verdict === 'unknown' && !strict)
      .map(({ id, arn, simulation_denied, messages }) =>
        simulation_denied
          ? {
              code: 'permissions_not_simulated',
              id,
              message: `${id}: AWS accepts the credentials of ${arn}. Their permissions were not checked: they do not include iam:SimulatePrincipalPolicy, which Vault does not need. Run verify with a verifier identity to check them.`,
            }
          : {
              code: 'credentials_unknown',
              id,
              message: `${id}: the credentials could not be fully verified: ${messages.join(' ')}`,
            },
      ),
    unidentified: new Set(verdicts.filter(({ arn }) => arn === null).map(({ id }) => id)),
  };
}

const blockers = {
  unknown: {
    code: 'credentials_unknown',
    remedy: 'Follow the message, or set check_credentials to auto or off.',
  },
  invalid: {
    code: 'credentials_invalid',
    remedy: 'Declare valid AWS credentials of an allowed account.',
  },
  denied: {
    code: 'credentials_denied',
    remedy: 'Grant the actions: the policy command prints the IAM policy that Vault’s principal needs.',
  },
} as const;
