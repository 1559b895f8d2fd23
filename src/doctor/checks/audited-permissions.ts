import type { DoctorContext, ProviderSubject } from '../context.ts';
import { type DoctorCheck, type DoctorResult, failed, ok, warning } from '../doctor-check.ts';
import { openVerifier } from '../providers.ts';

export const auditedPermissions: DoctorCheck<DoctorContext> = {
  id: 'audited_permissions',
  proves:
    "Vault's principal may do what the permission sets ask for, as far as the verifier can establish it.",
  needs: ['verifier_permissions'],
  run: async (context) =>
    (
      await Promise.all((context.found.readers ?? []).map((subject) => permissionsResult(subject, context)))
    ).flat(),
};

async function permissionsResult(subject: ProviderSubject, context: DoctorContext): Promise<DoctorResult[]> {
  const { principal_arn } = subject.verify;
  // The check declared_credentials audits the owner of credentials that are declared.
  if (principal_arn === null && subject.provider.credentials !== null) return [];
  if (principal_arn === null)
    return [
      warning(
        subject.reader,
        'no principal is given, so that no permission can be verified',
        'Set `principal_arn` to the user or role whose credentials Vault uses towards AWS.',
      ),
    ];
  const opened = await openVerifier(subject, context);
  if (!opened.ok) return [];
  const { auditPrincipal } = await import('../../verifier/audit-principal.ts');
  const { denied, open } = await auditPrincipal(
    opened.value,
    {
      principal_arn,
      region: subject.provider.key_collection,
      sets: context.permissions ?? ['terraform', 'vault'],
    },
    context.clock.now(),
  );
  if (denied.length > 0)
    return [
      failed(
        principal_arn,
        `denied: ${denied.join(', ')}`,
        "Grant the actions: the command policy prints the IAM policy for Vault's principal.",
      ),
    ];
  if (open.length > 0)
    return [
      warning(principal_arn, `not decided: ${open.join(', ')}`, 'The command verify says why, per action.'),
    ];
  return [ok(principal_arn, 'every action of the permission sets is allowed')];
}
