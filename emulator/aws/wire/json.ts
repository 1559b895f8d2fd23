import type { AwsError } from '../errors.ts';

const contentType = 'application/x-amz-json-1.1';
const restContentType = 'application/json';

/**
 * A response of the AWS JSON 1.1 protocol. Dates become epoch seconds, bytes base64; fields without a value are omitted.
 *
 * Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function jsonResponse(output: object | undefined, requestId: string): Response {
  const body = output === undefined ? '' : JSON.stringify(wireValue(output));
  return new Response(body, { headers: { 'content-type': contentType, 'x-amzn-requestid': requestId } });
}

/** A response of the REST JSON protocol. */
export function restJsonResponse(output: object | undefined, requestId: string): Response {
  const headers = { 'content-type': restContentType, 'x-amzn-requestid': requestId };
  return new Response(JSON.stringify(wireValue(output ?? {})), { headers });
}

/** An error of the REST JSON protocol, where a denial is a 403. */
export function restJsonError({ code, message, status }: AwsError, requestId: string): Response {
  return new Response(JSON.stringify({ message }), {
    status: code === 'AccessDeniedException' ? 403 : status,
    headers: { 'content-type': restContentType, 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
  });
}

/** AccessDeniedException has its text in `Message`, all other errors in `message`. */
export function jsonError({ code, message, status }: AwsError, requestId: string): Response {
  const text = code === 'AccessDeniedException' ? { Message: message } : { message };
  return new Response(JSON.stringify({ __type: code, ...text }), {
    status,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
  });
}

function wireValue(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wireValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, wireValue(field)]));
}
