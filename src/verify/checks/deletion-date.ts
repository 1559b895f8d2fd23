import type { VersionCheck } from '../check.ts';
import { fail, pass, skip, versionName } from '../check.ts';
import { findEvents, onKey } from '../remedy.ts';

export const deletionDate: VersionCheck<'deletion_date'> = {
  id: 'deletion_date',
  scope: 'version',
  depth: 'standard',
  proves: 'No deletion is scheduled for the KMS key, whatever its state is.',
  cannot_see: 'A deletion that is scheduled later.',
  why: "A deleted KMS key cannot be restored, and nothing else decrypts what a symmetric one encrypted: KMS ciphertext cannot be decrypted outside KMS, even with Vault's copy of the material.",
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      'Cancel the deletion before its date, and enable the key:',
      onKey('cancel-key-deletion', target),
      onKey('enable-key', target),
      'Find who scheduled it:',
      findEvents(target),
    ].join('\n'),
  cost: 'Cancelling costs nothing. After the date, everything that a symmetric KMS key encrypted is lost.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html',
  run: (subject) => {
    const { deletion_date, key_state, arn } = subject.key;
    if (deletion_date === null) return pass;
    // `key_state` reports it, with the date.
    if (key_state === 'PendingDeletion' || key_state === 'PendingReplicaDeletion') return skip;
    return fail({
      expected: 'no deletion date',
      actual: deletion_date,
      message: `${versionName(subject)}: the KMS key ${arn} will be deleted on ${deletion_date}.`,
    });
  },
};
