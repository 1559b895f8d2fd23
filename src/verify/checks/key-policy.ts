import { showFailure } from '../../model/evidence.ts';
import { accountOf } from '../../model/principal.ts';
import type { CheckResult, VersionCheck, VersionSubject } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { evaluateKeyPolicy } from '../evaluate-key-policy.ts';
import { failureRemedy } from '../failure-remedy.ts';

/** What Vault goes on doing with a key it distributed. */
const upkeep = [
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'kms:CreateAlias',
  'kms:UpdateAlias',
  'kms:DeleteAlias',
];

export const keyPolicy: VersionCheck<'key_policy'> = {
  id: 'key_policy',
  scope: 'version',
  depth: 'standard',
  proves:
    "The key policy still lets Vault's principal in, by name or by leaving it to IAM, and does not deny it.",
  why: 'Without the key policy, no IAM policy reaches the key: Vault can no longer disable, rotate or remove it.',
  calls: ['kms:GetKeyPolicy'],
  remedy:
    "Give the key policy back the statement that delegates to the account (Principal arn:aws:iam::<account>:root, Action kms:*), or one that names Vault's principal.",
  run: (subject) => {
    const { evidence, key, context } = subject;
    const expected = "a key policy that lets Vault's principal in";
    if (evidence.policy === null) return skip;
    if (!evidence.policy.ok)
      return indeterminate({
        expected,
        actual: evidence.policy.failure.code,
        message: `${versionName(subject)}: the key policy of ${key.arn} could not be read (${showFailure(evidence.policy.failure)}).`,
        remedy: failureRemedy(evidence.policy.failure),
      });
    const account_id = accountOf(context.principal_arn ?? key.arn) ?? '';
    const document = evidence.policy.value;
    const verdicts = upkeep.map((action) => ({
      action,
      ...evaluateKeyPolicy(document, { principal_arn: context.principal_arn, account_id, action }),
    }));
    const denied = verdicts.filter(({ denies }) => denies === 'yes').map(({ action }) => action);
    const shut = verdicts
      .filter(({ names, delegates }) => names === 'no' && delegates === 'no')
      .map(({ action }) => action);
    if (denied.length > 0) return closed(subject, expected, 'denies', denied);
    if (shut.length > 0)
      return context.principal_arn === null
        ? unnamed(subject, expected)
        : closed(subject, expected, 'neither names it nor delegates to its account for', shut);
    if (
      verdicts.every(
        ({ names, delegates, denies }) => denies === 'no' && (names === 'yes' || delegates === 'yes'),
      )
    )
      return pass;
    return indeterminate({
      expected,
      actual: 'conditions',
      message: `${versionName(subject)}: whether the key policy of ${key.arn} lets ${context.principal_arn ?? 'the account'} in depends on conditions that only a real request answers.`,
      remedy: 'Read the conditions of the key policy, or drop them.',
    });
  },
};

function closed(
  subject: VersionSubject,
  expected: string,
  how: string,
  actions: readonly string[],
): CheckResult {
  const { context, key } = subject;
  return fail({
    expected,
    actual: `${how} ${actions.join(', ')}`,
    message: `${versionName(subject)}: the key policy of ${key.arn} shuts ${context.principal_arn ?? 'the account'} out: it ${how} ${actions.join(', ')}.`,
  });
}

function unnamed(subject: VersionSubject, expected: string): CheckResult {
  return indeterminate({
    expected,
    actual: 'no delegation to the account',
    message: `${versionName(subject)}: the key policy of ${subject.key.arn} does not delegate to the account, and nobody said which principal is Vault's.`,
    remedy: 'Give principal_arn.',
  });
}
