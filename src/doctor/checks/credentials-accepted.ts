import type { DoctorContext, ProviderSubject } from '../context.ts';
import { type DoctorCheck, type DoctorResult, failed, ok, warning } from '../doctor-check.ts';
import { providersOf } from '../providers.ts';

export const declaredCredentials: DoctorCheck<DoctorContext> = {
  id: 'declared_credentials',
  proves:
    "AWS accepts each provider's declared credentials, their account is allowed, and they may do what Vault needs.",
  needs: ['provider_region'],
  run: (context) =>
    Promise.all(
      providersOf(context)
        .filter(({ provider }) => provider.credentials !== null)
        .map((subject) => credentialsResult(subject, context)),
    ),
};

async function credentialsResult(
  { id, provider }: ProviderSubject,
  { allowed_account_ids, env, clock }: DoctorContext,
): Promise<DoctorResult> {
  const [{ verifyCredentials }, { openSharedConnections }] = await Promise.all([
    import('../../verifier/verify-credentials.ts'),
    import('../../aws/aws-effects.ts'),
  ]);
  const { verdict, arn, account_id, simulation_denied, messages } = await verifyCredentials(
    {
      credentials: provider.credentials!,
      region: provider.key_collection,
      allowed_account_ids,
      sets: ['vault'],
    },
    { env, run_id: env['GITHUB_RUN_ID'] || null, shared: openSharedConnections(clock), clock },
  );
  if (verdict === 'ok')
    return ok(id, `${arn}, account ${account_id}: every action of the set vault is allowed`);
  if (verdict === 'unknown' && simulation_denied)
    return ok(
      id,
      `${arn}, account ${account_id}: AWS accepts the credentials. They do not include iam:SimulatePrincipalPolicy, which Vault does not need; run verify with a verifier identity to check their permissions`,
    );
  const message = messages.join(' ');
  if (verdict === 'unknown') return warning(id, message, remedies.unknown);
  return failed(id, message, remedies[verdict]);
}

const remedies = {
  invalid: 'Declare credentials that AWS accepts, of an allowed account.',
  denied: 'Grant the actions: the command policy prints the IAM policy that Vault’s principal needs.',
  unknown: 'Run it with an identity and a network that can check them, or set `check_credentials: off`.',
} as const;
