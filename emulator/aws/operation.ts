/**
 * The AWS operation that a request asks for, such as `CreateKey`: the last part of `X-Amz-Target`, or the
 * `Action` of a query body; `null` when it asks for none.
 */
export function operationOf(headers: Headers, body: string): string | null {
  const target = headers.get('x-amz-target');
  if (target !== null) return target.slice(target.lastIndexOf('.') + 1) || null;
  if (!(headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded')) return null;
  return new URLSearchParams(body).get('Action');
}
