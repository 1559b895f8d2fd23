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
