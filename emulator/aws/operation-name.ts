/** The operations of the REST protocol, by path. All are of IAM Access Analyzer. */
const restOperations: Readonly<Record<string, string>> = {
  '/policy/check-no-public-access': 'CheckNoPublicAccess',
  '/policy/validation': 'ValidatePolicy',
};

/** Whether a path is that of an operation of the REST protocol. */
export function isRestPath(path: string): boolean {
  return Object.hasOwn(restOperations, path);
}

/**
 * The AWS operation of a request, such as `CreateKey`: by its path, the last part of `X-Amz-Target`, or the `Action` of a
 * query body; `null` for none.
 */
export function operationOf(path: string, headers: Headers, body: string): string | null {
  if (isRestPath(path)) return restOperations[path]!;
  const target = headers.get('x-amz-target');
  if (target !== null) return target.slice(target.lastIndexOf('.') + 1) || null;
  if (!(headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded')) return null;
  return new URLSearchParams(body).get('Action');
}
