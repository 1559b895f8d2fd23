import { showFailure } from '../../model/evidence.ts';
import { failureRemedy } from '../../verify/failure-remedy.ts';
import type { DoctorContext, ProviderSubject } from '../context.ts';
import { type DoctorCheck, type DoctorResult, failed, ok } from '../doctor-check.ts';
import { openVerifier, providersOf } from '../providers.ts';

export const verifierIdentity: DoctorCheck<DoctorContext> = {
  id: 'verifier_identity',
  proves: 'AWS accepts the verifier identity, and it is in the account that the provider declares.',
  needs: ['provider_region'],
  run: async (context) => {
    // The Lambda has an identity of its own, which the check lambda asks about.
    if (context.lambda !== null) return [];
    const subjects = [...new Map(providersOf(context).map((subject) => [subject.reader, subject])).values()];
    const results = await Promise.all(
      subjects.map(async (subject) => ({ subject, result: await identityResult(subject, context) })),
    );
    context.found.readers = results.flatMap(({ subject, result }) =>
      result.status === 'ok' ? [subject] : [],
    );
    return results.map(({ result }) => result);
  },
};

async function identityResult(subject: ProviderSubject, context: DoctorContext): Promise<DoctorResult> {
  const reader = await openVerifier(subject, context);
  const identity = reader.ok ? await reader.value.identity() : reader;
  if (!identity.ok)
    return failed(
      subject.reader,
      `AWS does not accept the verifier identity (${showFailure(identity.failure)})`,
      failureRemedy(identity.failure),
    );
  const { arn, account_id } = identity.value;
  const expected = subject.verify.account_id;
  if (expected !== null && expected !== account_id)
    return failed(
      subject.reader,
      `${arn} is in the account ${account_id}, and the provider declares ${expected}`,
      'Assume a role of the declared account (`verify.role_arn`), or correct `verify.account_id`.',
    );
  return ok(subject.reader, `${arn}, account ${account_id}`);
}
