import type { Caller } from './identity.ts';
import { isRestPath } from './operation-name.ts';
import type { Wire } from './wire/wire.ts';

/** One AWS service with its protocol. */
export interface Service {
  /** The service name in the scope of a signature. */
  readonly signing_name: string;
  readonly wire: Wire;
  /** @throws {AwsError} when the operation fails or is unknown */
  run(operation: string, caller: Caller, input: unknown): Promise<object | undefined>;
}

export type ServiceName =
  | 'accessanalyzer'
  | 'cloudtrail'
  | 'iam'
  | 'kms'
  | 'organizations'
  | 'secretsmanager'
  | 'sts';

const targets: Readonly<Record<string, ServiceName>> = {
  TrentService: 'kms',
  secretsmanager: 'secretsmanager',
  CloudTrail_20131101: 'cloudtrail',
  AWSOrganizationsV20161128: 'organizations',
};

const versions: Readonly<Record<string, ServiceName>> = { '2011-06-15': 'sts', '2010-05-08': 'iam' };

/** The service of a request, by path, target or API version; `null` for an unknown one. */
export function serviceOf(path: string, headers: Headers, body: string): ServiceName | null {
  if (isRestPath(path)) return 'accessanalyzer';
  const target = headers.get('x-amz-target');
  if (target !== null) return targets[target.split('.').at(-2) ?? ''] ?? null;
  return versions[new URLSearchParams(body).get('Version') ?? ''] ?? null;
}
