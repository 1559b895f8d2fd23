import type { Evidence, EvidenceFailure, Identity, KmsAlias } from '../../model/evidence.ts';
import { isCredentialFailure, showFailure } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import type { Finding, Orphan } from '../../model/report.ts';
import type { CheckContext, CheckDoc } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';

const credentials = {
  id: 'credentials',
  scope: 'region',
  depth: 'standard',
  proves: 'The credentials of the one who looks are valid.',
  why: 'With credentials that are wrong, expired or disabled nothing can be established about any key.',
  calls: ['sts:GetCallerIdentity', 'sts:AssumeRole', 'secretsmanager:GetSecretValue'],
  remedy: 'Renew the credentials, or let the role be assumed by the one who runs the check.',
} satisfies CheckDoc;

const verifierAccount = {
  id: 'looker_account',
  scope: 'region',
  depth: 'standard',
  proves: 'The one who looks is in the account that was declared.',
  why: 'From another account the keys cannot be seen; every key would look as if it were gone.',
  calls: ['sts:GetCallerIdentity'],
  remedy: 'Give the role of the right account to assume, or correct the declared account.',
} satisfies CheckDoc;

const orphan = {
  id: 'orphan',
  scope: 'region',
  depth: 'standard',
  proves:
    'Lists the aliases `alias/hashicorp/…` that no checked distribution accounts for; it changes no verdict.',
  why: 'What Vault no longer knows costs money, and may still be in use.',
  calls: ['kms:ListAliases'],
  remedy: 'Check whether another Vault or mount owns it; else schedule the deletion of its KMS key.',
} satisfies CheckDoc;

export const orphanKey = {
  id: 'orphan_key',
  scope: 'region',
  depth: 'full',
  proves:
    'Lists the KMS keys with imported material and without an alias that no checked distribution accounts for, where the run checked all that Vault has; it changes no verdict.',
  why: 'When a distribution is lost, the KMS keys of its older versions stay: they cost money, and can still decrypt. It takes a ListKeys for each 1,000 keys of the region, and a DescribeKey for each key that has no alias and is not known, at most 1,000.',
  calls: ['kms:ListKeys', 'kms:ListAliases', 'kms:DescribeKey'],
  remedy: 'Check whether another Vault, mount or program made the KMS key; else schedule its deletion.',
} satisfies CheckDoc;

export const unchecked = {
  id: 'unchecked',
  scope: 'region',
  depth: 'standard',
  proves:
    'Lists what Vault has on a checked provider, and beside it, that nobody declared and the run did not check; it changes no verdict.',
  why: 'A report that passes speaks of the keys that it names, and of no other key of Vault’s.',
  calls: [],
  remedy: 'Declare the keys, or verify with an event that reads everything from Vault.',
} satisfies CheckDoc;

export const regionChecks: readonly CheckDoc[] = [credentials, verifierAccount, orphan, orphanKey, unchecked];

/** Whether anything can be looked at at all: no finding means yes. */
export function evaluateVerifierIdentity(identity: Evidence<Identity>, context: CheckContext): Finding[] {
  if (!identity.ok) return judgeRefusal(identity.failure);
  const { account_id, arn } = identity.value;
  if (context.expected_account_id === null || context.expected_account_id === account_id) return [];
  return [
    {
      check: verifierAccount.id,
      status: 'fail',
      expected: context.expected_account_id,
      actual: account_id,
      message: `The one who looks, ${arn}, is in the account ${account_id}, not in ${context.expected_account_id}.`,
      remediation: verifierAccount.remedy,
    },
  ];
}

function judgeRefusal(refusal: EvidenceFailure): Finding[] {
  const refusedForGood = isCredentialFailure(refusal) || ['denied', 'not_found'].includes(refusal.cause);
  // STS itself out of reach hides only who looks, not what is there.
  if (!refusedForGood && refusal.action === 'sts:GetCallerIdentity') return [];
  return [
    {
      check: credentials.id,
      status: refusedForGood ? 'fail' : 'indeterminate',
      expected: 'valid credentials',
      actual: refusal.code,
      message: `The one who looks has no valid credentials (${showFailure(refusal)}).`,
      remediation: failureRemedy(refusal),
    },
  ];
}

/** The aliases under Vault's prefix that none of the distributions accounts for. */
export function orphansOf(aliases: readonly KmsAlias[], expectations: readonly Expectation[]): Orphan[] {
  const known = new Set(expectations.map(({ alias }) => alias));
  const keys = new Set(expectations.flatMap(({ versions }) => Object.values(versions)));
  return aliases
    .filter(({ name }) => name.startsWith('alias/hashicorp/') && !known.has(name))
    .filter(({ target_key_id }) => target_key_id === null || !keys.has(target_key_id))
    .map(({ name, target_key_id }) => ({ alias: name, key_id: target_key_id }));
}
