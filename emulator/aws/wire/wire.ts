import { AwsError } from '../errors.ts';
import { jsonError, jsonResponse, restJsonError, restJsonResponse } from './json.ts';
import { parseQuery, queryError, queryResponse } from './query.ts';

/** The wire protocol of a service. */
export interface Wire {
  readonly protocol: 'json' | 'query';
  input(body: string): unknown;
  respond(operation: string, output: object | undefined, requestId: string): Response;
  error(error: AwsError, requestId: string): Response;
}

export const jsonWire: Wire = {
  protocol: 'json',
  input(body) {
    try {
      return JSON.parse(body === '' ? '{}' : body);
    } catch {
      throw new AwsError('SerializationException', 'The request body is not JSON.');
    }
  },
  respond: (_, output, requestId) => jsonResponse(output, requestId),
  error: jsonError,
};

export const restJsonWire: Wire = {
  ...jsonWire,
  respond: (_, output, requestId) => restJsonResponse(output, requestId),
  error: restJsonError,
};

/** @param namespace of the service's XML documents */
export function queryWire(namespace: string): Wire {
  return {
    protocol: 'query',
    input: parseQuery,
    respond: (operation, output, requestId) => queryResponse(operation, namespace, output ?? {}, requestId),
    error: (error, requestId) => queryError(error, namespace, requestId),
  };
}
