import type { VersionCheck } from '../check.ts';
import { compareEnum, versionName } from '../check.ts';
import { moveData, staysOnRecord } from '../remedy.ts';

export const keyManager: VersionCheck<'key_manager'> = {
  id: 'key_manager',
  scope: 'version',
  depth: 'standard',
  proves: 'The KMS key is managed by the customer.',
  cannot_see: 'Which AWS service owns the key.',
  why: 'An AWS managed key belongs to an AWS service: Vault cannot have created it, and cannot manage it.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      'An AWS managed key belongs to an AWS service; leave it alone.',
      moveData(target),
      staysOnRecord,
      "Find out how its id came into Vault's record: Vault's audit log has the distribution.",
    ].join('\n'),
  cost: 'None for the AWS managed key. Data stays readable with it as long as the service keeps it.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-mgmt',
  run: (subject) =>
    compareEnum(
      'KeyManager',
      'CUSTOMER',
      subject.key.key_manager,
      ['AWS', 'CUSTOMER'],
      `${versionName(subject)}: the KMS key ${subject.key.arn} is managed by AWS.`,
    ),
};
