import type { VersionCheck } from '../check.ts';
import { fail, pass, skip, versionName } from '../check.ts';

export const account: VersionCheck<'account'> = {
  id: 'account',
  scope: 'version',
  depth: 'standard',
  proves: 'The KMS key is in the declared account, and its ARN names the requested region.',
  cannot_see: 'Who may use the key in that account.',
  why: 'A provider whose credentials belong to another account creates its keys in the wrong place.',
  calls: ['kms:DescribeKey'],
  remedy: () =>
    "Nothing to change in KMS. Correct the provider's credentials, or the declared account; the copies that Vault made in the other account stay there until the distribution is removed.",
  cost: 'None.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN',
  run: (subject) => {
    const { key, context } = subject;
    const [, , , region, accountInArn] = key.arn.split(':');
    if (region !== undefined && region !== '' && region !== context.region)
      return fail({
        expected: context.region,
        actual: region,
        message: `${versionName(subject)}: the KMS key ${key.arn} is in another region.`,
      });
    if (context.expected_account_id === null) return skip;
    const actual = key.account_id ?? accountInArn ?? '';
    if (actual === context.expected_account_id) return pass;
    return fail({
      expected: context.expected_account_id,
      actual,
      message: `${versionName(subject)}: the KMS key ${key.arn} belongs to another account.`,
    });
  },
};
