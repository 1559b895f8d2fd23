import type { VersionCheck } from '../check.ts';
import { fail, pass, skip, versionName } from '../check.ts';
import { keepKey, moveData } from '../move-data.ts';
import { material } from './material.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const expiry: VersionCheck<'expiry'> = {
  id: 'expiry',
  scope: 'version',
  depth: 'standard',
  proves: 'The imported material does not expire within seven days; a later expiry is a notice.',
  cannot_see: 'Who set the expiry: CloudTrail has the ImportKeyMaterial event.',
  why: 'When imported material expires, KMS deletes it: the key cannot be used, and what it encrypted cannot be decrypted until the same material is imported again. Vault sets no expiry, and is not told.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      'Before that date, move the data to a KMS key whose material does not expire; until then this KMS key works.',
      keepKey(target),
      moveData(target),
      'KMS cannot change the expiry of material that is imported. The owner of the same material can import it again without an expiry; between deletion and import, nothing decrypts.',
    ].join('\n'),
  cost: 'Data that is not encrypted again by the date becomes unreadable, unless the same material is imported again into this KMS key.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-import-key-material.html',
  run: (subject) => {
    const { valid_to, expiration_model, key_state, arn } = subject.key;
    // Without material nothing is left to expire: `material` reports it.
    if (valid_to === null || expiration_model === 'KEY_MATERIAL_DOES_NOT_EXPIRE') return pass;
    if (key_state === 'PendingImport') return skip;
    const left = Date.parse(valid_to) - Date.parse(subject.context.now);
    const { expiry_fail_days, expiry_notice_days } = subject.context;
    const message = `${versionName(subject)}: the material of the KMS key ${arn} expires on ${valid_to}`;
    if (left <= 0)
      return fail({
        expected: 'material that does not expire',
        actual: `expired on ${valid_to}`,
        message: `${versionName(subject)}: the material of the KMS key ${arn} expired on ${valid_to}.`,
        remedy: material.remedy,
      });
    if (left <= expiry_fail_days * day)
      return fail({
        expected: `material that lasts more than ${expiry_fail_days} days`,
        actual: `expires on ${valid_to}`,
        message: `${message}, in ${span(left)}; KMS deletes it then, and the key cannot be used any more.`,
      });
    const soon = left <= expiry_notice_days * day ? `, in ${span(left)}` : '';
    return { status: 'notice', message: `${message}${soon}; KMS deletes it then.` };
  },
};

/** Rounded down: what is said to last must last that long. */
function span(milliseconds: number): string {
  const [unit, size] =
    milliseconds < 2 * hour ? ['minute', minute] : milliseconds < 2 * day ? ['hour', hour] : ['day', day];
  const count = Math.floor(milliseconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
