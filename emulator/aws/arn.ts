/** The AWS partition that a region belongs to. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** The part after the account, such as `key/1234` or `role/team/x`. */
  readonly resource: string;
}

/** `null` when the text is not an ARN. */
export function parseArn(text: string): Arn | null {
  const [arn, partition, service, region, account, ...rest] = text.split(':');
  if (arn !== 'arn' || rest.length === 0 || !partition || !service) return null;
  return { partition, service, region: region ?? '', account: account ?? '', resource: rest.join(':') };
}
