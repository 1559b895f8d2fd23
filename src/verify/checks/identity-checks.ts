import type { Evidence, EvidenceFailure, Identity } from '../../model/evidence.ts';
import { isCredentialFailure, showFailure } from '../../model/evidence.ts';
import type { Finding } from '../../model/report.ts';
import type { CheckContext, CheckDoc } from '../check.ts';
import { findingFrom } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';

export const credentials = {
  id: 'credentials',
  scope: 'region',
  depth: 'standard',
  proves: 'The credentials of the verifier identity are valid.',
  cannot_see: 'What the identity may do.',
  why: 'With wrong, expired or disabled credentials the verifier can check no key.',
  calls: ['sts:GetCallerIdentity', 'sts:AssumeRole', 'secretsmanager:GetSecretValue'],
  remedy: () => "Renew the credentials, or allow the caller in the role's trust policy.",
  cost: 'None.',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html',
} satisfies CheckDoc;

export const verifierAccount = {
  id: 'verifier_account',
  scope: 'region',
  depth: 'standard',
  proves: 'The verifier identity is in the declared account.',
  cannot_see: 'Whether the declared account is the right one.',
  why: 'From another account the keys are not visible: every key would be reported as missing.',
  calls: ['sts:GetCallerIdentity'],
  remedy: () => 'Give a role in the declared account, or correct the declared account.',
  cost: 'None.',
  page: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html',
} satisfies CheckDoc;

/** Whether anything can be read at all: no finding means yes. */
export function evaluateVerifierIdentity(identity: Evidence<Identity>, context: CheckContext): Finding[] {
  if (!identity.ok) return evaluateFailure(identity.failure);
  const { account_id, arn } = identity.value;
  const expected = context.expected_account_id;
  if (expected === null || expected === account_id) return [];
  const message = `The verifier identity ${arn} is in account ${account_id}, not in ${expected}.`;
  return [findingFrom(verifierAccount, 'fail', { expected, actual: account_id, message })];
}

function evaluateFailure(failure: EvidenceFailure): Finding[] {
  const isFinal = isCredentialFailure(failure) || ['denied', 'not_found'].includes(failure.cause);
  // STS that cannot be reached hides only the identity; KMS may still answer.
  if (!isFinal && failure.action === 'sts:GetCallerIdentity') return [];
  return [
    findingFrom(credentials, isFinal ? 'fail' : 'indeterminate', {
      expected: 'valid credentials',
      actual: failure.code,
      message: `The verifier has no valid AWS credentials (${showFailure(failure)}).`,
      remedy: failureRemedy(failure),
    }),
  ];
}
