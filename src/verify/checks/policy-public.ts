import type { EvidenceFailure, PolicyDocument, PublicAccess } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { ReportNotice } from '../../model/report.ts';
import type { CheckResult, VersionCheck, VersionSubject } from '../check.ts';
import { fail, noticeFrom, pass, skip, versionName } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { publicStatements } from '../key-policy/public-statements.ts';
import { putKeyPolicy, readKeyPolicy } from '../remedy.ts';

export const policyPublic: VersionCheck<'policy_public'> = {
  id: 'policy_public',
  scope: 'version',
  depth: 'standard',
  sampled: true,
  proves: 'No statement of the key policy allows access to anyone, whatever their account.',
  why: 'An Allow for the principal "*" that is not bound to known callers opens the key to every AWS account. IAM Access Analyzer (CheckNoPublicAccess) decides, once for each distinct key policy. Where it gives no answer, a notice says so, and a stricter reading decides: a statement for everyone passes only if a condition requires fixed values, without wildcards and without policy variables, of a key that tells your callers from strangers, such as kms:CallerAccount, aws:PrincipalOrgID or aws:PrincipalArn. AWS describes both: [CheckNoPublicAccess](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html), [kms-key-policy-no-public-access](https://docs.aws.amazon.com/config/latest/developerguide/kms-key-policy-no-public-access.html).',
  cannot_see: 'Grants (`grants` has these), and who the callers are that a condition lets in.',
  calls: ['kms:GetKeyPolicy', 'access-analyzer:CheckNoPublicAccess'],
  remedy: (target) =>
    [
      'Name the principals in that statement, or bind it to fixed values with a condition such as kms:CallerAccount. Callers that are not named lose access at once; CloudTrail has who they are. put-key-policy replaces the whole policy:',
      ...readKeyPolicy(target),
      ...putKeyPolicy(target),
    ].join('\n'),
  cost: 'Callers that are not named lose access.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  run: (subject) => {
    const { policy, public_access } = subject.evidence;
    // A policy that could not be read is the check `key_policy`.
    if (policy === null || !policy.ok) return skip;
    return public_access?.ok === true
      ? byAws(subject, public_access.value)
      : byReading(subject, policy.value);
  },
};

function byAws(subject: VersionSubject, { result, reasons }: PublicAccess): CheckResult {
  return result === 'PASS' ? pass : isPublic(subject, `IAM Access Analyzer: ${reasons.join('; ')}`);
}

function byReading(subject: VersionSubject, document: PolicyDocument): CheckResult {
  const statements = publicStatements(document);
  if (statements === null)
    return isPublic(subject, 'the document cannot be read, so nothing is known to be withheld');
  return statements.length === 0 ? pass : isPublic(subject, statements.join(', '));
}

function isPublic(subject: VersionSubject, actual: string): CheckResult {
  return fail({
    expected: 'no public statement',
    actual,
    message: `${versionName(subject)}: the key policy of ${subject.key.arn} allows access to anyone (${actual}).`,
  });
}

/** Says once for a region that Access Analyzer gave no answer, so that a reading of the key policies decided. */
export function analyzerNotices(region: string, [failure]: readonly EvidenceFailure[]): ReportNotice[] {
  if (failure === undefined) return [];
  const message = `IAM Access Analyzer gave no answer about key policies in ${region} (${showFailure(failure)}); a stricter reading of their elements decided instead. ${failureRemedy(failure)}`;
  return [noticeFrom(policyPublic, region, message)];
}
