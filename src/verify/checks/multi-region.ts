import type { VersionCheck } from '../check.ts';
import { fail, pass, versionName } from '../check.ts';

export const multiRegion: VersionCheck<'multi_region'> = {
  id: 'multi_region',
  scope: 'version',
  depth: 'standard',
  proves:
    'A key with replica regions is a multi-region primary in this region; a key without them is a single-region key.',
  why: 'Whether a KMS key is multi-region is fixed when it is created; an undeclared multi-region key can be replicated to other regions.',
  calls: ['kms:DescribeKey'],
  remedy:
    'Remove the distribution and distribute the key again; replica regions are fixed when the key is created in Vault.',
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
          : 'Vault declares no replica region'
      }.`,
    });
  },
};
