import { ownValue } from '../own-value.ts';

export type ServiceName =
  | 'accessanalyzer'
  | 'cloudtrail'
  | 'iam'
  | 'kms'
  | 'organizations'
  | 'secretsmanager'
  | 'sts';

/** The paths of the REST protocol. */
const rest: Readonly<Record<string, string>> = {
  '/policy/check-no-public-access': 'CheckNoPublicAccess',
  '/policy/validation': 'ValidatePolicy',
};
const targets: Readonly<Record<string, ServiceName>> = {
  TrentService: 'kms',
  secretsmanager: 'secretsmanager',
  CloudTrail_20131101: 'cloudtrail',
  AWSOrganizationsV20161128: 'organizations',
};
const versions: Readonly<Record<string, ServiceName>> = { '2011-06-15': 'sts', '2010-05-08': 'iam' };

/**
 * The service and the operation of a request, such as `CreateKey`: by its path, by `X-Amz-Target`, or by `Version` and
 * `Action` of a query body. `null`: unknown, and none.
 */
export function requested(
  path: string,
  headers: Headers,
  body: string,
): { readonly service: ServiceName | null; readonly operation: string | null } {
  const named = ownValue(rest, path);
  if (named !== undefined) return { service: 'accessanalyzer', operation: named };
  const target = headers.get('x-amz-target');
  if (target !== null) {
    const [operation = '', service = ''] = target.split('.').reverse();
    return { service: ownValue(targets, service) ?? null, operation: operation || null };
  }
  const isForm = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded');
  const form = new URLSearchParams(isForm ? body : '');
  return { service: ownValue(versions, form.get('Version') ?? '') ?? null, operation: form.get('Action') };
}
