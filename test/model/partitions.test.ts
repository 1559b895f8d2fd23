import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { isAwsHost, partitionOf, partitions, regions } from '../../src/model/partitions.ts';

interface SdkPartition {
  readonly id: string;
  readonly regionRegex: string;
  readonly regions: Readonly<Record<string, unknown>>;
  readonly outputs: { readonly dnsSuffix: string; readonly dualStackDnsSuffix: string };
}

const sdk = dirname(createRequire(import.meta.url).resolve('@aws-sdk/core/package.json'));
const data = join(sdk, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js');
const { partitionsInfo } = (await import(pathToFileURL(data).href)) as {
  partitionsInfo: { partitions: readonly SdkPartition[] };
};

test('the table is that of the AWS SDK', () => {
  expect(
    partitions.map((partition) => ({ ...partition, region_pattern: partition.region_pattern.source })),
  ).toEqual(
    partitionsInfo.partitions.map(({ id, regionRegex, outputs, regions: known }) => ({
      id,
      dns_suffix: outputs.dnsSuffix,
      dual_stack_suffix: outputs.dualStackDnsSuffix,
      region_pattern: regionRegex.replaceAll('\\-', '-'),
      regions: Object.keys(known).filter((name) => !name.endsWith('-global')),
    })),
  );
  expect(regions).toHaveLength(new Set(regions).size);
});

test.each([
  ['us-west-2', 'aws', 'amazonaws.com'],
  ['xx-west-2', 'aws', 'amazonaws.com'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['us-isob-north-9', 'aws-iso-b', 'sc2s.sgov.gov'],
])('%s is in %s, at %s', (region, id, dns_suffix) => {
  expect(partitionOf(region)).toMatchObject({ id, dns_suffix });
  expect(isAwsHost(`kms.${region}.${dns_suffix}`)).toBe(true);
  expect(isAwsHost(`kms.${region}.${dns_suffix}.example.com`)).toBe(false);
});
