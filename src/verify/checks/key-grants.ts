import type { KeyGrant } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import { accountOf } from '../../model/principal.ts';
import type { VersionCheck } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { onKey } from '../remedy.ts';

export const grants: VersionCheck<'grants'> = {
  id: 'grants',
  scope: 'version',
  depth: 'full',
  proves: 'No grant gives the KMS key to another account; grants inside the account are a notice.',
  cannot_see: 'Who uses a grant, and grants that are made later.',
  why: 'A grant lets its grantee use the key, whatever the key policy and IAM say. Vault makes none.',
  calls: ['kms:ListGrants'],
  remedy: (target) =>
    [
      'Read the grants, and find out what they are for: an AWS service that encrypts a volume or a table with the key has one.',
      onKey('list-grants', target),
      'A grantee loses access as soon as its grant is revoked; data stays readable for others. Revoke one that nobody needs:',
      `${onKey('revoke-grant', target)} --grant-id <grant id>`,
    ].join('\n'),
  cost: 'The grantee of a revoked grant loses access.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
  run: (subject) => {
    const { evidence, key, context } = subject;
    if (evidence.grants === null) return skip;
    const expected = 'no grant to another account';
    if (!evidence.grants.ok)
      return indeterminate({
        expected,
        actual: evidence.grants.failure.code,
        message: `${versionName(subject)}: the grants of the KMS key ${key.arn} could not be read (${showFailure(evidence.grants.failure)}).`,
        remedy: failureRemedy(evidence.grants.failure),
      });
    const all = evidence.grants.value;
    if (all.length === 0) return pass;
    const account = accountOf(key.arn) ?? context.account_id;
    const foreign = all.filter(({ grantee }) => ![null, account].includes(accountOf(grantee)));
    if (foreign.length > 0)
      return fail({
        expected,
        actual: foreign.map(showGrant).join('; '),
        message: `${versionName(subject)}: the KMS key ${key.arn} has a grant to another account: ${foreign.map(showGrant).join('; ')}.`,
      });
    return {
      status: 'notice',
      message: `${versionName(subject)}: the KMS key ${key.arn} has grants: ${all.map(showGrant).join('; ')}.`,
    };
  },
};

function showGrant({ grantee, operations }: KeyGrant): string {
  return `${grantee} (${operations.join(', ')})`;
}
