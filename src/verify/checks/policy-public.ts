import type { VersionCheck } from '../check.ts';
import { fail, pass, skip, versionName } from '../check.ts';
import { publicStatements } from '../evaluate-key-policy.ts';

export const policyPublic: VersionCheck<'policy_public'> = {
  id: 'policy_public',
  scope: 'version',
  depth: 'standard',
  proves: 'No statement of the key policy lets everyone in.',
  why: 'An Allow for the principal "*" without a condition on the caller gives the key to every AWS account.',
  calls: ['kms:GetKeyPolicy'],
  remedy: 'Name the principals in that statement, or bind it with a condition such as kms:CallerAccount.',
  run: (subject) => {
    const { evidence, key } = subject;
    // A policy that could not be read is the check `key_policy`.
    if (evidence.policy === null || !evidence.policy.ok) return skip;
    const open = publicStatements(evidence.policy.value);
    if (open.length === 0) return pass;
    return fail({
      expected: 'no public statement',
      actual: open.join(', '),
      message: `${versionName(subject)}: the key policy of ${key.arn} lets everyone in (${open.join(', ')}).`,
    });
  },
};
