import type { Caller } from './identity.ts';
import type { Wire } from './wire/wire.ts';

/** One AWS service with its protocol. */
export interface Service {
  /** The service name in the scope of a signature. */
  readonly signing_name: string;
  readonly wire: Wire;
  /** @throws {AwsError} when the operation fails or is unknown */
  run(operation: string, caller: Caller, input: unknown): Promise<object | undefined>;
}

export type ServiceName = 'kms' | 'sts' | 'iam' | 'cloudtrail' | 'secretsmanager';

const targets: Readonly<Record<string, ServiceName>> = {
  TrentService: 'kms',
  secretsmanager: 'secretsmanager',
  CloudTrail_20131101: 'cloudtrail',
};

const versions: Readonly<Record<string, ServiceName>> = { '2011-06-15': 'sts', '2010-05-08': 'iam' };

/** The service of a request, by target or API version; `null` for an unknown one. */
export function serviceOf(headers: Headers, body: string): ServiceName | null {
  const target = headers.get('x-amz-target');
  if (target !== null) return targets[target.split('.').at(-2) ?? ''] ?? null;
  return versions[new URLSearchParams(body).get('Version') ?? ''] ?? null;
}
