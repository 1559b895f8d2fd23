import type { AwsError } from '../errors.ts';

const json = 'application/x-amz-json-1.1';
const restJson = 'application/json';

/**
 * A response of the AWS JSON 1.1 protocol. Dates become epoch seconds, bytes base64; fields without a value are omitted.
 *
 * Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function jsonResponse(output: object | undefined, requestId: string): Response {
  return respond(200, json, requestId, output === undefined ? '' : JSON.stringify(wireValue(output)));
}

/** A response of the REST JSON protocol. */
export function restJsonResponse(output: object | undefined, requestId: string): Response {
  return respond(200, restJson, requestId, JSON.stringify(wireValue(output ?? {})));
}

/** An error of the REST JSON protocol, where a denial is a 403. */
export function restJsonError({ code, message, status }: AwsError, requestId: string): Response {
  const body = JSON.stringify({ message });
  return respond(code === 'AccessDeniedException' ? 403 : status, restJson, requestId, body, code);
}

/** AccessDeniedException has its text in `Message`, all other errors in `message`. */
export function jsonError({ code, message, status }: AwsError, requestId: string): Response {
  const text = code === 'AccessDeniedException' ? { Message: message } : { message };
  return respond(status, json, requestId, JSON.stringify({ __type: code, ...text }), code);
}

function respond(status: number, type: string, requestId: string, body: string, error?: string): Response {
  const headers = { 'content-type': type, 'x-amzn-requestid': requestId };
  return new Response(body, { status, headers: error ? { ...headers, 'x-amzn-errortype': error } : headers });
}

function wireValue(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wireValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, wireValue(field)]));
}
