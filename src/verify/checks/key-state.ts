import type { VersionCheck } from '../check.ts';
import { compareEnum, skip, versionName } from '../check.ts';
import { keyStateOf } from '../expectations.ts';

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
  why: 'KMS rejects every use of a key that is disabled or waits for its deletion; a retired version that is enabled still decrypts.',
  calls: ['kms:DescribeKey'],
  remedy:
    'Enable the KMS key (aws kms enable-key), or disable it when its version is retired; find in CloudTrail who changed its state.',
  run: (subject) => {
    const { key, expectation, version } = subject;
    // `material` reports missing material.
    if (key.key_state === 'PendingImport') return skip;
    const expected = keyStateOf(expectation, version);
    const outcome = compareEnum(
      'KeyState',
      expected,
      key.key_state,
      known,
      `${versionName(subject)}: the KMS key ${key.arn} is ${key.key_state}, not ${expected}${because(subject)}.`,
    );
    const remedy = remedies[key.key_state ?? ''];
    return outcome.status === 'fail' && remedy !== undefined ? { ...outcome, remedy } : outcome;
  },
};

function because({ key, expectation, version }: Parameters<VersionCheck['run']>[0]): string {
  if (key.deletion_date !== null) return `: it will be deleted on ${key.deletion_date}`;
  if (version < expectation.min_enabled_version)
    return `: Vault enables versions from ${expectation.min_enabled_version} on`;
  return '';
}

const remedies: Readonly<Record<string, string>> = {
  PendingDeletion:
    'Cancel the deletion before its date (aws kms cancel-key-deletion, then enable-key), or distribute the key again; find in CloudTrail who scheduled it.',
  PendingReplicaDeletion:
    'Cancel the deletion of the multi-region primary (aws kms cancel-key-deletion), or distribute the key again.',
  Creating: 'Run the check again in a few minutes; KMS is still creating the key.',
  Updating: 'Run the check again in a few minutes; KMS is still updating the key.',
  Unavailable:
    'Reconnect the custom key store, and find out why the key is in one: Vault puts no key in one.',
};
