import type { VersionCheck } from '../check.ts';
import { compareEnum, versionName } from '../check.ts';

export const keyManager: VersionCheck<'key_manager'> = {
  id: 'key_manager',
  scope: 'version',
  depth: 'standard',
  proves: 'The KMS key is managed by the customer.',
  why: 'An AWS managed key belongs to an AWS service: Vault cannot have created it, and cannot manage it.',
  calls: ['kms:DescribeKey'],
  remedy: "Find out how this key's id came into Vault's record; distribute the key again.",
  run: (subject) =>
    compareEnum(
      'KeyManager',
      'CUSTOMER',
      subject.key.key_manager,
      ['AWS', 'CUSTOMER'],
      `${versionName(subject)}: the KMS key ${subject.key.arn} is managed by AWS.`,
    ),
};
