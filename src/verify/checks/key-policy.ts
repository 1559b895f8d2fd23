import { showFailure } from '../../model/evidence.ts';
import { accountOf } from '../../model/principal.ts';
import type { CheckResult, VersionCheck, VersionSubject } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { evaluateKeyPolicy, type KeyPolicyVerdict } from '../key-policy/evaluate-key-policy.ts';
import { every, some } from '../key-policy/ternary.ts';
import { keyFacts, requestContext } from '../permissions/request-context.ts';
import { putKeyPolicy, readKeyPolicy } from '../remedy.ts';

/** What Vault keeps doing with a key that it distributed. */
const upkeep = [
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'kms:CreateAlias',
  'kms:UpdateAlias',
  'kms:DeleteAlias',
];

const expected = "a key policy that allows Vault's principal";

export const keyPolicy: VersionCheck<'key_policy'> = {
  id: 'key_policy',
  scope: 'version',
  depth: 'standard',
  sampled: true,
  proves: "The key policy allows Vault's principal, by name or by delegating to IAM, and does not deny it.",
  why: "Without the key policy, no IAM policy reaches the key: Vault can no longer disable, rotate or remove it. Every element of a statement is read, for the key's own ARN. What depends on the request (an address, a VPC endpoint), or is not understood, is inconclusive and never a pass. AWS describes the rules: [key policies](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html), [determining access](https://docs.aws.amazon.com/kms/latest/developerguide/determining-access.html).",
  cannot_see:
    'Conditions that only a real request answers; service control policies; IAM policies: `permissions` has these.',
  calls: ['kms:GetKeyPolicy'],
  remedy: (target) =>
    [
      'Read the key policy:',
      ...readKeyPolicy(target),
      "Restore the statement that delegates to the account (Principal arn:aws:iam::<account>:root, Action kms:*), or add one that names Vault's principal; keep the other statements. put-key-policy replaces the whole policy, and only AWS Support repairs a policy that leaves no administrator:",
      ...putKeyPolicy(target),
    ].join('\n'),
  cost: 'None for data. put-key-policy replaces the policy: a statement that is left out is gone.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
  run: (subject) => {
    const { policy } = subject.evidence;
    const { key, context } = subject;
    if (policy === null) return skip;
    if (!policy.ok)
      return indeterminate({
        expected,
        actual: policy.failure.code,
        message: `${versionName(subject)}: the key policy of ${key.arn} could not be read (${showFailure(policy.failure)}).`,
        remedy: failureRemedy(policy.failure),
      });
    const verdicts = upkeep.map((action) => ({ action, ...verdictOn(subject, action) }));
    const named = (list: typeof verdicts) => list.map(({ action }) => action).join(', ');
    const denied = verdicts.filter(({ denies }) => denies === 'yes');
    if (denied.length > 0) return closed(subject, 'denies', named(denied));
    const lacking = verdicts.filter(({ names, delegates }) => some([names, delegates]) === 'no');
    if (lacking.length > 0)
      return context.principal_arn === null
        ? noPrincipal(subject)
        : closed(subject, 'neither names it nor delegates to its account for', named(lacking));
    const isOpen = every(
      verdicts.map(({ names, delegates, denies }) =>
        denies === 'no' ? some([names, delegates]) : 'unknown',
      ),
    );
    if (isOpen === 'yes') return pass;
    return indeterminate({
      expected,
      actual: 'conditions',
      message: `${versionName(subject)}: whether the key policy of ${key.arn} allows ${context.principal_arn ?? 'the account'} depends on conditions or elements that only a real request decides.`,
      remedy: 'Read the conditions of the key policy, and remove those that Vault cannot meet.',
    });
  },
};

function verdictOn({ key, evidence, context }: VersionSubject, action: string): KeyPolicyVerdict {
  const { principal_arn, region, now } = context;
  const account_id = accountOf(principal_arn ?? key.arn) ?? '';
  return evaluateKeyPolicy(evidence.policy?.ok === true ? evidence.policy.value : null, {
    action,
    resource: key.arn,
    principal: { arn: principal_arn, account_id, unique_id: null },
    context: requestContext({
      action,
      kind: 'key',
      region,
      principal_arn,
      account_id,
      now: new Date(now),
      principal: null,
      key: keyFacts(key, null),
      replica_region: null,
    }),
  });
}

function closed(subject: VersionSubject, how: string, actions: string): CheckResult {
  const { context, key } = subject;
  return fail({
    expected,
    actual: `${how} ${actions}`,
    message: `${versionName(subject)}: the key policy of ${key.arn} does not allow ${context.principal_arn ?? 'the account'}: it ${how} ${actions}.`,
  });
}

function noPrincipal(subject: VersionSubject): CheckResult {
  return indeterminate({
    expected,
    actual: 'no delegation to the account',
    message: `${versionName(subject)}: the key policy of ${subject.key.arn} does not delegate to the account, and no principal is given.`,
    remedy: 'Set principal_arn.',
  });
}
