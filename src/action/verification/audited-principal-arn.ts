import type { AwsEffects } from '../../aws/aws-effects.ts';
import type { VerificationTarget } from './verification-targets.ts';

/** Whose permissions are judged: who was named, else the owner of the credentials that Vault was given. */
export async function auditedPrincipalArn(
  { settings, credentials, region }: VerificationTarget,
  effects: Pick<AwsEffects, 'env' | 'run_id' | 'shared'>,
): Promise<string | null> {
  if (settings.principal_arn !== null || credentials === null) return settings.principal_arn;
  const { verifyCredentials } = await import('../../verifier/verify-credentials.ts');
  const { arn } = await verifyCredentials(
    { credentials, region, allowed_account_ids: [], sets: [] },
    effects,
  );
  return arn;
}
