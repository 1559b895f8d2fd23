import type { AwsReader } from '../model/aws-reader.ts';
import type { VerifySettings } from '../model/desired.ts';
import type { Evidence } from '../model/evidence.ts';
import { providerId } from '../model/id.ts';
import type { DoctorContext, ProviderSubject } from './context.ts';

/** Every declared provider. */
export function providersOf({
  desired,
  verify,
}: Pick<DoctorContext, 'desired' | 'verify'>): ProviderSubject[] {
  return desired.mounts.flatMap((mount) =>
    mount.kms.map((provider) => {
      const settings: VerifySettings = {
        role_arn: provider.verify.role_arn ?? verify.role_arn,
        external_id: provider.verify.external_id ?? verify.external_id,
        principal_arn: provider.verify.principal_arn ?? verify.principal_arn,
        account_id: provider.verify.account_id,
      };
      const { role_arn } = settings;
      return {
        id: providerId(mount, provider.name),
        provider,
        verify: settings,
        reader: `${provider.key_collection}, ${role_arn === null ? "this job's AWS credentials" : role_arn}`,
      };
    }),
  );
}

/** Opens AWS as the verifier identity of a provider. */
export async function openVerifier(
  { provider, verify: { role_arn, external_id } }: ProviderSubject,
  { env, clock }: Pick<DoctorContext, 'env' | 'clock'>,
): Promise<Evidence<AwsReader>> {
  const [{ openReader }, { openSharedConnections }] = await Promise.all([
    import('../verifier/open-reader.ts'),
    import('../aws/aws-effects.ts'),
  ]);
  return openReader(
    role_arn === null ? { kind: 'self' } : { kind: 'role', role_arn, external_id },
    provider.key_collection,
    { env, clock, run_id: env['GITHUB_RUN_ID'] || null, shared: openSharedConnections(clock) },
  );
}
