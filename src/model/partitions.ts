/** A part of AWS with identities, ARNs and host names of its own. */
interface Partition {
  /** As in ARNs: `arn:<id>:kms:…`. */
  readonly id: string;
  /** Host names are `<service>.<region>.<dns_suffix>`. */
  readonly dns_suffix: string;
  /** The suffix of endpoints that speak IPv6 as well. */
  readonly dual_stack_suffix: string;
  /** What its regions are named like, those of the future included. */
  readonly region_pattern: RegExp;
  readonly regions: readonly string[];
}

/**
 * Every partition of AWS: the one place that knows regions and host names.
 *
 * Source: the partition data of the AWS SDK for JavaScript (`@aws-sdk/core`), which a test compares with this.
 */
export const partitions: readonly Partition[] = [
  {
    id: 'aws',
    dns_suffix: 'amazonaws.com',
    dual_stack_suffix: 'api.aws',
    region_pattern: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
    regions: [
      'af-south-1',
      'ap-east-1',
      'ap-east-2',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-south-2',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ap-southeast-6',
      'ap-southeast-7',
      'ca-central-1',
      'ca-west-1',
      'eu-central-1',
      'eu-central-2',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'il-central-1',
      'me-central-1',
      'me-south-1',
      'me-west-1',
      'mx-central-1',
      'sa-east-1',
      'sa-west-1',
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
    ],
  },
  {
    id: 'aws-cn',
    dns_suffix: 'amazonaws.com.cn',
    dual_stack_suffix: 'api.amazonwebservices.com.cn',
    region_pattern: /^cn-\w+-\d+$/,
    regions: ['cn-north-1', 'cn-northwest-1'],
  },
  {
    id: 'aws-eusc',
    dns_suffix: 'amazonaws.eu',
    dual_stack_suffix: 'api.amazonwebservices.eu',
    region_pattern: /^eusc-(de)-\w+-\d+$/,
    regions: ['eusc-de-east-1'],
  },
  {
    id: 'aws-iso',
    dns_suffix: 'c2s.ic.gov',
    dual_stack_suffix: 'api.aws.ic.gov',
    region_pattern: /^us-iso-\w+-\d+$/,
    regions: ['us-iso-east-1', 'us-iso-west-1'],
  },
  {
    id: 'aws-iso-b',
    dns_suffix: 'sc2s.sgov.gov',
    dual_stack_suffix: 'api.aws.scloud',
    region_pattern: /^us-isob-\w+-\d+$/,
    regions: ['us-isob-east-1', 'us-isob-west-1'],
  },
  {
    id: 'aws-iso-e',
    dns_suffix: 'cloud.adc-e.uk',
    dual_stack_suffix: 'api.cloud-aws.adc-e.uk',
    region_pattern: /^eu-isoe-\w+-\d+$/,
    regions: ['eu-isoe-west-1'],
  },
  {
    id: 'aws-iso-f',
    dns_suffix: 'csp.hci.ic.gov',
    dual_stack_suffix: 'api.aws.hci.ic.gov',
    region_pattern: /^us-isof-\w+-\d+$/,
    regions: ['us-isof-east-1', 'us-isof-south-1'],
  },
  {
    id: 'aws-us-gov',
    dns_suffix: 'amazonaws.com',
    dual_stack_suffix: 'api.aws',
    region_pattern: /^us-gov-\w+-\d+$/,
    regions: ['us-gov-east-1', 'us-gov-west-1'],
  },
];

/** Every region, in alphabetical order. */
export const regions: readonly string[] = partitions.flatMap((partition) => partition.regions).sort();

/**
 * The grammar of region names, those of the future included: partition prefix, direction, number. A provider's region can
 * never be changed, so a name that AWS cannot give to a region is an error, and one that is only unknown a warning.
 */
export const regionGrammar =
  /^([a-z]{2}|eusc)(-(gov|iso[a-z]?|[a-z]{2}))?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9][0-9]?$/;

/** The partition of a region; a name that fits none belongs to `aws`, as in the SDK. */
export function partitionOf(region: string): Partition {
  return (
    partitions.find((partition) => partition.regions.includes(region)) ??
    partitions.find(({ region_pattern }) => region_pattern.test(region)) ??
    partitions[0]!
  );
}

/** Whether a host name is AWS's own, and not that of a server that stands in for it. */
export function isAwsHost(hostname: string): boolean {
  return partitions.some(({ dns_suffix, dual_stack_suffix }) =>
    [dns_suffix, dual_stack_suffix].some((suffix) => hostname.endsWith(`.${suffix}`)),
  );
}
