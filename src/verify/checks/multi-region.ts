import type { KmsKey } from '../../model/evidence.ts';
import type { VersionCheck } from '../check.ts';
import { fail, pass, versionName } from '../check.ts';
import { keepKey, useAgain } from '../move-data.ts';

export const multiRegion: VersionCheck<'multi_region'> = {
  id: 'multi_region',
  scope: 'version',
  depth: 'standard',
  proves:
    'A key with replica regions is a multi-region primary in this region; a key without them is a single-region key.',
  cannot_see: 'Replicas in regions that nobody named: `replicas` lists what the primary knows.',
  why: 'Whether a KMS key is multi-region is fixed when it is created; an undeclared multi-region key can be replicated to other regions.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      keepKey(target),
      'Vault fixes replica regions when it creates a key: declare a key under another name with the right `replica_regions`, and distribute it.',
      ...useAgain(target, '<new alias>'),
    ].join('\n'),
  cost: 'Data that is not encrypted again stays readable as long as this KMS key exists, and no longer.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html',
  run: (subject) => {
    const { key, expectation } = subject;
    const expected = expectation.replica_regions.length > 0 ? 'PRIMARY' : 'single-region';
    const actual = key.multi_region === null ? 'single-region' : (key.multi_region.type ?? 'multi-region');
    if (actual === expected) return pass;
    return fail({
      expected,
      actual,
      message: `${versionName(subject)}: the KMS key ${key.arn} is ${actual}; ${
        expectation.replica_regions.length > 0
          ? `Vault declares replicas in ${expectation.replica_regions.join(', ')}`
          : `Vault declares no replica region${replicasOf(key)}`
      }.`,
    });
  },
};

function replicasOf({ multi_region }: KmsKey): string {
  const regions = multi_region?.replica_regions ?? [];
  return regions.length === 0 ? '' : `, and it has replicas in ${regions.join(', ')}`;
}
