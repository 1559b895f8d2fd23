import { type Evidence, showFailure } from '../../model/evidence.ts';
import { failureRemedy } from '../../verify/failure-remedy.ts';
import type { DoctorContext, ProviderSubject } from '../context.ts';
import { type DoctorCheck, type DoctorResult, failed, ok, warning } from '../doctor-check.ts';
import { openVerifier } from '../providers.ts';

export const verifierPermissions: DoctorCheck<DoctorContext> = {
  id: 'verifier_permissions',
  proves: 'The verifier identity reaches KMS and IAM, and may list aliases and simulate policies.',
  needs: ['verifier_identity'],
  run: async (context) =>
    (await Promise.all((context.found.readers ?? []).map((subject) => readResults(subject, context)))).flat(),
};

/** Tries the calls that need no key; the others are in the policy that the command `policy` prints. */
async function readResults(subject: ProviderSubject, context: DoctorContext): Promise<DoctorResult[]> {
  const opened = await openVerifier(subject, context);
  if (!opened.ok) return [failed(subject.reader, showFailure(opened.failure), failureRemedy(opened.failure))];
  const reader = opened.value;
  const identity = await reader.identity();
  const audited = subject.verify.principal_arn ?? (identity.ok ? identity.value.arn : null);
  const [aliases, simulation] = await Promise.all([
    reader.aliases(subject.provider.key_collection),
    audited === null
      ? null
      : reader.simulate(audited, { actions: ['kms:ListAliases'], resources: [], context: [] }),
  ]);
  return [
    callResult(subject.reader, 'kms:ListAliases', aliases, failed),
    ...(simulation === null
      ? []
      : [callResult(subject.reader, 'iam:SimulatePrincipalPolicy', simulation, warning)]),
  ];
}

function callResult(
  subject: string,
  action: string,
  evidence: Evidence<unknown>,
  problem: typeof failed,
): DoctorResult {
  if (evidence.ok) return ok(subject, `${action} works`);
  return problem(subject, showFailure(evidence.failure), failureRemedy(evidence.failure));
}
