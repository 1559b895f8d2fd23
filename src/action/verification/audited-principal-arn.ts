import type { AwsEffects } from '../../aws/aws-effects.ts';
import type { VerificationTarget } from './verification-targets.ts';

/** The audited principal: `principal_arn`, else the owner of the declared credentials; `null` for none. */
export async function auditedPrincipalArn(
  { settings, credentials, region }: VerificationTarget,
  effects: Pick<AwsEffects, 'env' | 'run_id' | 'shared' | 'clock'>,
): Promise<string | null> {
  if (settings.principal_arn !== null || credentials === null) return settings.principal_arn;
  const { verifyCredentials } = await import('../../verifier/verify-credentials.ts');
  const { arn } = await verifyCredentials(
    { credentials, region, allowed_account_ids: [], sets: [] },
    effects,
  );
  return arn;
}
