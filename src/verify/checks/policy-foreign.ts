import type { VersionCheck } from '../check.ts';
import { fail, pass, skip, versionName } from '../check.ts';
import { type ForeignAccess, foreignAccess } from '../foreign-access.ts';
import { regionOf } from '../key-ids.ts';
import { putKeyPolicy, readKeyPolicy } from '../remedy.ts';

export const policyForeign: VersionCheck<'policy_foreign'> = {
  id: 'policy_foreign',
  scope: 'version',
  depth: 'standard',
  sampled: true,
  proves:
    'The key policy lets no other account manage the KMS key; another account that may only use it is a notice.',
  cannot_see: 'Grants (`grants` has these), and which principals the other account lets in.',
  why: 'A principal that may change the key policy, delete the material or schedule the deletion controls the key as Vault does.',
  calls: ['kms:GetKeyPolicy'],
  remedy: (target) =>
    [
      'Find out who the other account is. If it should not manage the key, remove its principal from the statement, or leave it the actions that it needs. It loses access at once. put-key-policy replaces the whole policy:',
      ...readKeyPolicy(target),
      ...putKeyPolicy(target),
    ].join('\n'),
  cost: 'The other account loses access; ciphertext that it made stays readable for the others.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
  run: (subject) => {
    const { evidence, key, context } = subject;
    // `key_policy` reports a policy that could not be read.
    if (evidence.policy === null || !evidence.policy.ok) return skip;
    const account = key.account_id ?? key.arn.split(':')[4] ?? '';
    // `account` reports a key in another account than the declared one.
    if (context.expected_account_id !== null && context.expected_account_id !== account) return skip;
    const found = foreignAccess(evidence.policy.value, account);
    const managing = found.filter(({ manages }) => manages);
    const where = `${versionName(subject)}: the key policy of ${key.arn} in ${regionOf(key)}`;
    if (managing.length > 0)
      return fail({
        expected: `no other account than ${account} manages the key`,
        actual: list(managing),
        message: `${where} lets another account manage the key: ${list(managing)}.`,
      });
    if (found.length === 0) return pass;
    return { status: 'notice', message: `${where} lets another account use the key: ${list(found)}.` };
  },
};

function list(access: readonly ForeignAccess[]): string {
  return access.map(({ account, actions }) => `${account} (${actions.join(', ')})`).join('; ');
}
