import type { VersionCheck } from '../check.ts';
import { compareEnum, skip } from '../check.ts';
import { keyStateOf } from '../expectations.ts';
import { isSymmetric } from '../move-data.ts';
import { findEvents, onKey, type RemedyTarget } from '../remedy.ts';

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
const known = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
];

export const keyState: VersionCheck<'key_state'> = {
  id: 'key_state',
  scope: 'version',
  depth: 'standard',
  proves:
    'The KMS key is Enabled from `min_enabled_version` on, and Disabled below it, as Vault keeps retired versions.',
  cannot_see: 'Who uses the key, and whether its policy lets anyone use it.',
  why: 'KMS rejects every use of a key that is disabled or waits for its deletion; a retired version that is enabled still decrypts.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      'Where it is Disabled and should be Enabled:',
      remedyFor('Disabled', 'Enabled', target),
      'Where it is Enabled and should be Disabled:',
      remedyFor('Enabled', 'Disabled', target),
      'Where its deletion is scheduled:',
      remedyFor('PendingDeletion', 'Enabled', target),
    ].join('\n'),
  cost: 'Cancelling a deletion and enabling a key bring everything back. Disabling a version stops what still decrypts with it, until it is enabled again.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  run: (subject) => {
    const { key, expectation, version } = subject;
    // `material` and `replicas` report missing material.
    if (key.key_state === 'PendingImport') return skip;
    const expected = keyStateOf(expectation, version);
    const result = compareEnum(
      subject,
      'KeyState',
      expected,
      key.key_state,
      known,
      `is ${key.key_state}, not ${expected}${because(subject)}`,
    );
    if (result.status !== 'fail') return result;
    return { ...result, remedy: (target) => remedyFor(key.key_state, expected, target) };
  },
};

function because({ key, expectation, version }: Parameters<VersionCheck['run']>[0]): string {
  if (key.deletion_date !== null) return `: it will be deleted on ${key.deletion_date}`;
  if (version < expectation.min_enabled_version)
    return `: Vault enables versions from ${expectation.min_enabled_version} on`;
  return '';
}

/** What to do about a key that is not in the expected state. */
function remedyFor(state: string | null, expected: 'Enabled' | 'Disabled', target: RemedyTarget): string {
  const cause = ['Find who changed it:', findEvents(target)];
  const cancel = [
    `Cancel the deletion before its date${isSymmetric(target.kind) ? '; everything that this KMS key encrypted is lost after it' : ''}. Cancelling leaves the key disabled:`,
    onKey('cancel-key-deletion', target),
    ...(expected === 'Enabled' ? ['Enable it:', onKey('enable-key', target)] : []),
  ];
  if (state === 'PendingDeletion') return [...cancel, ...cause].join('\n');
  if (state === 'PendingReplicaDeletion')
    return ['KMS deletes this primary as soon as its last replica is gone.', ...cancel, ...cause].join('\n');
  if (state === 'Creating' || state === 'Updating')
    return 'Run the check again in a few minutes; KMS is still changing the key.';
  if (state === 'Unavailable')
    return 'Connect the custom key store again (aws kms connect-custom-key-store), and find out why the key is in one: Vault puts no key there.';
  if (expected === 'Enabled')
    return ['Enable the KMS key:', onKey('enable-key', target), ...cause].join('\n');
  return [
    'Whatever still decrypts with this version fails with DisabledException once it is disabled. Check when it was used last, encrypt that data again, then disable it:',
    onKey('get-key-last-usage', target),
    onKey('disable-key', target),
  ].join('\n');
}
