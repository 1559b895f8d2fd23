/**
 * The AWS operation of a request, such as `CreateKey`: the last part of `X-Amz-Target`, or the `Action` of a query body;
 * `null` for none.
 */
export function operationOf(headers: Headers, body: string): string | null {
  const target = headers.get('x-amz-target');
  if (target !== null) return target.slice(target.lastIndexOf('.') + 1) || null;
  if (!(headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded')) return null;
  return new URLSearchParams(body).get('Action');
}
