import type { VersionCheck } from '../check.ts';
import { fail, pass, skip, versionName } from '../check.ts';

export const deletionDate: VersionCheck<'deletion_date'> = {
  id: 'deletion_date',
  scope: 'version',
  depth: 'standard',
  proves: 'No deletion is scheduled for the KMS key, whatever its state is.',
  why: 'Once a KMS key is deleted, what was encrypted under it can be read only with the copy in Vault.',
  calls: ['kms:DescribeKey'],
  remedy: 'Cancel the deletion before its date: aws kms cancel-key-deletion, then enable-key.',
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
