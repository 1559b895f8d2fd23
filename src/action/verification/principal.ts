import type { AwsEffects } from '../../aws/verify.ts';
import type { Proof } from './proofs.ts';

/** Whose permissions are judged: who was named, else the owner of the credentials that Vault was given. */
export async function judgedPrincipal(
  { settings, credentials, region }: Proof,
  effects: Pick<AwsEffects, 'env' | 'run_id' | 'shared'>,
): Promise<string | null> {
  if (settings.principal_arn !== null || credentials === null) return settings.principal_arn;
  const { proveCredentials } = await import('../../aws/prove.ts');
  const { arn } = await proveCredentials({ credentials, region, allowed_account_ids: [], sets: [] }, effects);
  return arn;
}
