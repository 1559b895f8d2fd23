/**
 * What an IAM action may be called after, service by service: the operations that the SDK knows. IAM calls a few
 * actions otherwise, and knows some that are no operation; these are named here with their source.
 */
const packages: Readonly<Record<string, () => Promise<object>>> = {
  'access-analyzer': () => import('@aws-sdk/client-accessanalyzer'),
  kms: () => import('@aws-sdk/client-kms'),
  iam: () => import('@aws-sdk/client-iam'),
  sts: () => import('@aws-sdk/client-sts'),
  lambda: () => import('@aws-sdk/client-lambda'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  config: () => import('@aws-sdk/client-config-service'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  s3: () => import('@aws-sdk/client-s3'),
  securityhub: () => import('@aws-sdk/client-securityhub'),
};

const others: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
  lambda: ['InvokeFunction'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
  sts: ['SetSourceIdentity'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
  s3: ['ListBucket', 'ListMultipartUploadParts'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
  logs: ['CreateLogStream', 'PutLogEvents'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
  events: ['PutEvents'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
  sqs: ['SendMessage'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
  states: ['StartExecution', 'DescribeExecution', 'StopExecution'],
};

export async function operations(service: string): Promise<ReadonlySet<string>> {
  const sdk = (await packages[service]?.()) ?? {};
  const commands = Object.keys(sdk)
    .filter((name) => name.endsWith('Command'))
    .map((name) => name.slice(0, -'Command'.length));
  return new Set([...commands, ...(others[service] ?? [])]);
}
