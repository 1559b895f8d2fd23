import type { VersionCheck } from '../check.ts';
import { fail, pass, skip, versionName } from '../check.ts';

const day = 86_400_000;

export const expiry: VersionCheck<'expiry'> = {
  id: 'expiry',
  scope: 'version',
  depth: 'standard',
  proves: 'The imported material has not expired; material that will expire is a notice.',
  why: 'When imported material expires, KMS deletes it and the key cannot be used until it is imported again. Vault is not told.',
  calls: ['kms:DescribeKey'],
  remedy:
    'Import the material again without an expiry before that date: remove the distribution and distribute the key again.',
  run: (subject) => {
    const { valid_to, expiration_model, key_state, arn } = subject.key;
    // Without material nothing is left to expire: `material` reports it.
    if (valid_to === null || expiration_model === 'KEY_MATERIAL_DOES_NOT_EXPIRE') return pass;
    if (key_state === 'PendingImport') return skip;
    const left = Date.parse(valid_to) - Date.parse(subject.context.now);
    if (left <= 0)
      return fail({
        expected: 'material that does not expire',
        actual: `expired on ${valid_to}`,
        message: `${versionName(subject)}: the material of the KMS key ${arn} expired on ${valid_to}.`,
      });
    const soon = left <= subject.context.expiry_notice_days * day;
    return {
      status: 'notice',
      message: `${versionName(subject)}: the material of the KMS key ${arn} expires on ${valid_to}${
        soon ? `, in ${Math.ceil(left / day)} days` : ''
      }; KMS deletes it then.`,
    };
  },
};
