import { AwsError } from '../errors.ts';
import type { Wire } from './wire.ts';

/**
 * The AWS JSON 1.1 protocol. Dates become epoch seconds, bytes base64; fields without a value are omitted.
 * AccessDeniedException has its text in `Message`, all other errors in `message`.
 *
 * Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const jsonWire: Wire = {
  protocol: 'json',
  input(body) {
    try {
      return JSON.parse(body === '' ? '{}' : body);
    } catch {
      throw new AwsError('SerializationException', 'The request body is not JSON.');
    }
  },
  respond: (_, output, requestId) => respond(200, 'x-amz-json-1.1', requestId, output),
  error({ code, message, status }, requestId) {
    const text = code === 'AccessDeniedException' ? { Message: message } : { message };
    return respond(status, 'x-amz-json-1.1', requestId, { __type: code, ...text }, code);
  },
};

/** The REST JSON protocol, where a denial is a 403. */
export const restJsonWire: Wire = {
  ...jsonWire,
  respond: (_, output, requestId) => respond(200, 'json', requestId, output),
  error({ code, message, status }, requestId) {
    return respond(code === 'AccessDeniedException' ? 403 : status, 'json', requestId, { message }, code);
  },
};

function respond(status: number, type: string, requestId: string, body?: object, error?: string): Response {
  const headers = new Headers({ 'content-type': `application/${type}`, 'x-amzn-requestid': requestId });
  if (error !== undefined) headers.set('x-amzn-errortype', error);
  return new Response(body === undefined ? '' : JSON.stringify(wireValue(body)), { status, headers });
}

function wireValue(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wireValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, wireValue(field)]));
}
