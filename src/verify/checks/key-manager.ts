import type { VersionCheck } from '../check.ts';
import { compareEnum } from '../check.ts';
import { rotate, staysOnRecord } from '../remedy.ts';

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
      'An AWS managed key belongs to an AWS service, which alone encrypts and decrypts with it; leave it alone. Rotate the key in Vault: the new version gets a KMS key of its own, and the alias moves to it:',
      rotate(target),
      staysOnRecord,
      "Find out how its id came into Vault's record: Vault's audit log has the distribution.",
    ].join('\n'),
  cost: 'None: the AWS managed key and its data stay with the service.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-mgmt',
  run: (subject) =>
    compareEnum(
      subject,
      'KeyManager',
      'CUSTOMER',
      subject.key.key_manager,
      ['AWS', 'CUSTOMER'],
      'is managed by AWS',
    ),
};
